"""Adds what is on standard input to a file of notes, each block once: note.py FILE

A block is a line and the indented lines below it, such as a server's version and its settings.
"""
import sys


def blocks(lines):
    found = []
    for line in lines:
        if line.startswith(" ") and found:
            found[-1] += line
        else:
            found.append(line)
    return found


try:
    with open(sys.argv[1]) as notes:
        there = set(blocks(notes))
except FileNotFoundError:
    there = set()
with open(sys.argv[1], "a") as notes:
    for block in blocks(sys.stdin):
        if block not in there:
            there.add(block)
            notes.write(block)
