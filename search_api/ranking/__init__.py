"""From a reading to ranked passages: candidates, fusion, the explained second look, facets."""
