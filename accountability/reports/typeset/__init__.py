"""Typesetting of official documents (GB/T 9704): a document in, a PDF out; knows no models."""
