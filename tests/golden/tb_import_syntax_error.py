import importing.unparsable
