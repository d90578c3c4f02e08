// Answers that wait for the line, in IndexedDB; in memory where the browser keeps none (private windows).

export const FULL = 507; // no room is left: the server says so in words, and it is tried again

const NAME = "paritrana";
const STORE = "answers";

function inMemory() {
  const kept = new Map();
  return {
    isKept: false,
    put: async (write) => void kept.set(write.id, write),
    remove: async (write) => {
      if (kept.get(write.id)?.key === write.key) kept.delete(write.id);
    },
    everything: async () => [...kept.values()],
    all: async (submission) => [...kept.values()].filter((write) => write.submission === submission),
  };
}

function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

// What one waiting answer sends, with the version it was typed over and the key by which the server knows it again.
export function bodyOf(code, write) {
  const body = new URLSearchParams(write.content);
  body.set(`${code}__version`, write.version);
  body.set("write_key", write.key);
  return body;
}

export async function openQueue() {
  let database;
  try {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "id" });
    database = await done(request);
  } catch {
    return inMemory();
  }
  const store = (mode) => database.transaction(STORE, mode).objectStore(STORE);
  return {
    isKept: true,
    put: (write) => done(store("readwrite").put({ ...write })),
    remove: async (write) => {
      const rows = store("readwrite");
      const kept = await done(rows.get(write.id));
      if (kept && kept.key === write.key) await done(rows.delete(write.id));
    },
    everything: () => done(store("readonly").getAll()),
    all: async (submission) => (await done(store("readonly").getAll())).filter((write) => write.submission === submission),
  };
}
