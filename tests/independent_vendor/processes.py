"""The servers of one run: lockstep's two and the independent vendor, each on any free port of this machine."""

import os
import re
import signal
import subprocess
import time

PATIENCE = 60  # Seconds until a server listens: others may want the processors too.


class Process:
    """Started when made; `port` is what it said. Its output is kept in a file."""

    def __init__(self, arguments, output, says_port, environment=None):
        self.output = output
        begin = os.path.getsize(output) if os.path.exists(output) else 0
        with open(output, "ab") as file:
            self._process = subprocess.Popen(
                arguments, stdout=file, stderr=file, stdin=subprocess.DEVNULL,
                env={"PATH": "/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1", **(environment or {})})
        until = time.monotonic() + PATIENCE
        while self._process.poll() is None and time.monotonic() < until:
            found = re.search(says_port, self.said(begin))
            if found:
                self.port = int(found.group(1))
                return
            time.sleep(0.01)
        self.kill()
        raise RuntimeError(f"{arguments[:2]} did not start: {self.said(begin)[-2000:]}")

    def said(self, begin=0):
        with open(self.output, encoding="utf-8", errors="replace") as file:
            file.seek(begin)
            return file.read()

    def running(self):
        return self._process.poll() is None

    def kill(self):
        """As a power cut would, and nothing is left behind."""
        self._process.kill()
        self._process.wait()

    def stop(self):
        """Its exit code after it was asked to end."""
        self._process.send_signal(signal.SIGTERM)
        return self._process.wait(PATIENCE)
