"""Installations populated by an earlier commit, upgraded by this one: see fixtures/upgrade/README.md.

Nothing here imports a module of the product: whatever moves inside, addresses, commands, tables and files stay.
"""
