"""Pure algorithms: dataclasses in, dataclasses out; they know neither database nor web."""
