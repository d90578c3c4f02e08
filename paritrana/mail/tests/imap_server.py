"""A mailbox of one's own that speaks as much IMAP on loopback as reading it needs."""

import re
import socketserver
import threading
from contextlib import contextmanager


class MailboxHandler(socketserver.StreamRequestHandler):
    def answer(self, line):
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self):
        self.answer("* OK siap")
        while line := self.rfile.readline().decode().strip():
            tag, verb, *rest = line.split(" ")
            verb = verb.upper()
            if verb == "CAPABILITY":
                self.answer("* CAPABILITY IMAP4rev1")
            elif verb == "LOGIN" and rest[1] != f'"{self.server.password}"':
                self.answer(f"{tag} NO salah")
                continue
            elif verb == "SELECT":
                self.answer(f"* {len(self.server.messages)} EXISTS")
            elif verb == "UID":
                self.uid(rest)
            elif verb == "LOGOUT":
                self.answer("* BYE sampai jumpa")
                self.answer(f"{tag} OK")
                return
            self.answer(f"{tag} OK selesai")

    def uid(self, words):
        verb, *rest = words
        if verb == "SEARCH":
            unseen = [str(n) for n in range(1, len(self.server.messages) + 1) if n not in self.server.seen]
            self.answer(f"* SEARCH {' '.join(unseen)}".rstrip())
        elif verb == "FETCH":
            number, limit = int(rest[0]), int(re.search(r"<0\.(\d+)>", rest[1])[1])
            body = self.server.messages[number - 1][:limit]
            self.wfile.write(f"* {number} FETCH (UID {number} BODY[]<0> {{{len(body)}}}\r\n".encode() + body + b")\r\n")
        elif verb == "STORE":
            self.server.seen.add(int(rest[0]))


class MailboxServer(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True


@contextmanager
def imap_server(messages):
    """Yield the server; `seen` holds the numbers of what was marked."""
    with MailboxServer(("127.0.0.1", 0), MailboxHandler) as server:
        server.messages, server.seen, server.password = messages, set(), "rahasia"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()
