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

export const PARTS = ["value", "note"];
export const partOf = (code, name) => (name === `${code}__note` ? "note" : "value");

// What one waiting answer sends: the parts that were touched, the version they were typed over, a trace of what was seen
// before, and the key by which the server knows the write again.
export function bodyOf(code, write) {
  const parts = write.parts ?? PARTS;
  const body = new URLSearchParams([...new URLSearchParams(write.content)].filter(([name]) => parts.includes(partOf(code, name))));
  if (write.seen) body.set(`${code}__seen`, write.seen);
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
