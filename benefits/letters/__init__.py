"""Letters to citizens: Polish, drawn from a decision alone; dated templates, dated sources."""

from benefits.letters.render import Letter, LetterMissing, Signed, decision_letter

__all__ = ["Letter", "LetterMissing", "Signed", "decision_letter"]
