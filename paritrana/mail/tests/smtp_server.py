"""A mail server of one's own that speaks SMTP on loopback, and refuses, is busy or hangs up as the address says."""

import socketserver
import threading
from contextlib import contextmanager


class Handler(socketserver.StreamRequestHandler):
    def answer(self, line):
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self):
        self.answer("220 siap")
        recipient = ""
        while line := self.rfile.readline().decode().strip():
            verb = line[:4].upper()
            if verb == "RCPT":
                recipient = line.partition("<")[2].partition("@")[0]
                refusals = {"tolak": "550 No such user", "sibuk": "451 Try later"}
                self.answer(refusals.get(recipient, "250 ok"))
            elif verb == "DATA":
                self.answer("354 silakan")
                if not self.take(recipient):
                    return
            elif verb == "QUIT":
                self.answer("221 sampai jumpa")
                return
            else:
                self.answer("250 ok")

    def take(self, recipient):
        """Read a whole mail; hang up instead of confirming it when the address asks for that."""
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        self.server.taken.append((recipient, b"".join(lines).decode()))
        if recipient == "putus":
            return False
        self.answer("250 diterima")
        return True


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True


@contextmanager
def smtp_server():
    """Yield the server; `taken` lists what it took, `server_address` is where it listens."""
    with Server(("127.0.0.1", 0), Handler) as server:
        server.taken = []
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()
