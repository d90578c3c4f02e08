"""What the award's pure code has to say, as sentences: one table for pages, API and command line.

A sentence is written once, in Indonesian, under the code that the engine, the parsers or the file program give; the
catalogue translates it. A place in braces is a value of the note, printed as its form says (see `sentence`).
"""

from awards.sentences.said import Forms, Names, placed, refusal, sentence, sentences
from awards.sentences.table import SENTENCES

__all__ = ["SENTENCES", "Forms", "Names", "placed", "refusal", "sentence", "sentences"]
