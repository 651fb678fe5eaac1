"""The encoder as an ONNX network: written by `services.ner.export`, run by `services.ner.encoder`."""
