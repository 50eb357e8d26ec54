"""The coach: what makes a letter likelier to be read and answered, and why.

It knows of no app: whoever asks hands over plain values. Pure and deterministic.
"""
