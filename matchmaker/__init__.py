"""Augenhöhe: small firms and creative professionals, brought together as equals."""
