"""The stage: run sheet, reveal, envelopes and certificates. Reads signed results and is read by nothing below."""
