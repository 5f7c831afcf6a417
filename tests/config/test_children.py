"""The processes of `sinergi demo` live and end together."""

from __future__ import annotations

import os
import signal
import subprocess
import threading

from sinergi.config.children import Children, answers


def test_one_that_ends_by_itself_is_named_and_all_are_stopped() -> None:
    children = Children()
    with children.until_told():
        children.running["other"] = subprocess.Popen(["sleep", "60"], start_new_session=True)
        children.start("nonsense")
        assert children.wait() == "`sinergi nonsense` ended with status 1"
    assert all(process.poll() is not None for process in children.running.values())


def test_ctrl_c_is_a_wish_and_not_a_fault() -> None:
    children = Children()
    before = signal.getsignal(signal.SIGINT)
    with children.until_told():
        threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT)).start()
        assert children.wait() is None
    assert signal.getsignal(signal.SIGINT) is before


def test_children_are_out_of_reach_of_the_terminal() -> None:
    children = Children()
    with children.until_told():
        children.start("worker")
        assert os.getpgid(children.running["worker"].pid) != os.getpgid(0)


def test_nobody_answers_at_a_port_without_a_server() -> None:
    assert not answers(1)
