"""The calculator: a form made from the schema of a benefit's facts, and the law's answer in words.

Nothing here is kept, and nothing here can enter a decision: a calculation of a case is always made
anew from the interview (benefits.services.calculation).
"""
