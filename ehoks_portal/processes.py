"""Running programs for `./portal`, so that none of them outlives it. Standard library only."""

import contextlib
import signal
import subprocess

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def run_quietly(command, env=None):
    """Run to the end with the output kept; Ctrl-C in the terminal reaches it through us only."""
    child = subprocess.Popen(
        command,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    with ended(child):
        output, _ = child.communicate()
    return subprocess.CompletedProcess(command, child.returncode, output)


def run(command, env, cwd):
    """Run in the foreground, where the terminal's Ctrl-C is the program's own affair; returns the exit status."""
    handlers = {number: signal.getsignal(number) for number in STOP_SIGNALS}
    child = None

    def pass_on(number, frame):
        if child is not None and number != signal.SIGINT:
            child.send_signal(number)

    for number in STOP_SIGNALS:
        signal.signal(number, pass_on)
    try:
        child = subprocess.Popen(command, env=env, cwd=cwd)
        status = child.wait()
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
    return status if status >= 0 else 128 - status


@contextlib.contextmanager
def ended(child):
    """However the block is left, the child, which the block gets, has ended after it."""
    try:
        yield child
    finally:
        if child.poll() is None:
            child.terminate()
            try:
                child.wait(timeout=10)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
