"""Small widgets and drawing helpers that several windows use."""
