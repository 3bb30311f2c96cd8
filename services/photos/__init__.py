"""Training photos: checked, cleaned of everything but the picture, stored, numbered."""
