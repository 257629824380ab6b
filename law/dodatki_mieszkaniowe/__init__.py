"""Dodatek mieszkaniowy, and the benefits for energy and heat that the gmina pays."""
