"""Do the figures fit together, and does a new one? What do they imply that no page says?"""
