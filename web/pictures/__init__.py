"""Pictures as places and sizes, drawn as SVG by templates; every picture has the table that it is made from."""
