"""Drawing only: one function a figure, one style, one gallery."""
