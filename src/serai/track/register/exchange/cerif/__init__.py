"""Records and organisations as entities of CERIF-XML (OpenAIRE profile 1.2), and back."""
