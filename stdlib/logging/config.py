"""Setting logging up from a dict, or from a file in the format of configparser."""

import io
import logging
import logging.handlers
import os

DEFAULT_LOGGING_CONFIG_PORT = 9030

# -- Values that refer to something --------------------------------------------------------------------------


class ConvertingMixin:
    """For containers that convert their values when they are asked for."""

    def convert_with_key(self, key, value, replace=True):
        result = self.configurator.convert(value)
        if value is not result:
            if replace:
                self[key] = result
            self._adopt(key, result)
        return result

    def convert(self, value):
        result = self.configurator.convert(value)
        if value is not result:
            self._adopt(None, result)
        return result

    def _adopt(self, key, value):
        if isinstance(value, (ConvertingDict, ConvertingList, ConvertingTuple)):
            value.parent = self
            if key is not None:
                value.key = key


class ConvertingDict(dict, ConvertingMixin):
    """A dict that converts."""

    def __getitem__(self, key):
        return self.convert_with_key(key, dict.__getitem__(self, key))

    def get(self, key, default=None):
        return self.convert_with_key(key, dict.get(self, key, default))

    def pop(self, key, default=None):
        return self.convert_with_key(key, dict.pop(self, key, default), replace=False)


class ConvertingList(list, ConvertingMixin):
    """A list that converts."""

    def __getitem__(self, key):
        return self.convert_with_key(key, list.__getitem__(self, key))

    def pop(self, idx=-1):
        return self.convert(list.pop(self, idx))


class ConvertingTuple(tuple, ConvertingMixin):
    """A tuple that converts."""

    def __getitem__(self, key):
        return self.convert_with_key(key, tuple.__getitem__(self, key), replace=False)


def _word_end(text, i):
    while i < len(text) and (text[i].isalnum() or text[i] == "_"):
        i += 1
    return i


def _split_reference(text):
    # "name.attribute[key]" as "name" and [(".", "attribute"), ("[", "key")]; None for the name: it is none.
    text = text.strip()
    i = _word_end(text, 0)
    if i == 0:
        return None, []
    name, steps = text[:i], []
    while i < len(text):
        kind = text[i]
        start = i + 1
        while text[start:start + 1].isspace():
            start += 1
        end = _word_end(text, start)
        if kind not in ".[" or end == start:
            raise ValueError(f"Unable to convert {text!r} at {text[i:]!r}")
        steps.append((kind, text[start:end]))
        while text[end:end + 1].isspace():
            end += 1
        if kind == "[":
            if text[end:end + 1] != "]":
                raise ValueError(f"Unable to convert {text!r} at {text[i:]!r}")
            end += 1
        i = end
    return name, steps


class BaseConfigurator:
    """Understands ext://module.name (something importable) and cfg://path (another part of the config)."""

    value_converters = {"ext": "ext_convert", "cfg": "cfg_convert"}
    importer = staticmethod(__import__)

    def __init__(self, config):
        self.config = ConvertingDict(config)
        self.config.configurator = self

    def resolve(self, s):
        """What the dotted name stands for; modules are imported."""
        parts = s.split(".")
        name = parts[0]
        try:
            found = self.importer(name)
            for part in parts[1:]:
                name += "." + part
                try:
                    found = getattr(found, part)
                except AttributeError:
                    self.importer(name)
                    found = getattr(found, part)
            return found
        except ImportError as exc:
            raise ValueError(f"Cannot resolve {s!r}: {exc}") from exc

    def ext_convert(self, value):
        return self.resolve(value)

    def cfg_convert(self, value):
        name, steps = _split_reference(value)
        if name is None:
            raise ValueError(f"Unable to convert {value!r}")
        found = self.config[name]
        for kind, key in steps:
            if kind == "[" and key.isdecimal():
                try:
                    found = found[int(key)]
                    continue
                except TypeError:       # no sequence: the key is a string
                    pass
            found = found[key]
        return found

    def convert(self, value):
        """The value that is meant; containers become converting ones."""
        if isinstance(value, (ConvertingDict, ConvertingList, ConvertingTuple)):
            return value
        if isinstance(value, dict):
            value = ConvertingDict(value)
        elif isinstance(value, list):
            value = ConvertingList(value)
        elif isinstance(value, tuple) and not hasattr(value, "_fields"):
            value = ConvertingTuple(value)
        elif isinstance(value, str):
            prefix, found, suffix = value.partition("://")
            if found and prefix.isascii() and prefix.isalpha() and prefix.islower():
                converter = self.value_converters.get(prefix)
                if converter:
                    return getattr(self, converter)(suffix)
            return value
        else:
            return value
        value.configurator = self
        return value

    def configure_custom(self, config):
        """Call the factory that stands under "()" with the rest; set what stands under "." as attributes."""
        factory = config.pop("()")
        if not callable(factory):
            factory = self.resolve(factory)
        attributes = config.pop(".", None)
        result = factory(**{key: config[key] for key in config if valid_ident(key)})
        for name, value in (attributes or {}).items():
            setattr(result, name, value)
        return result

    def as_tuple(self, value):
        return tuple(value) if isinstance(value, list) else value


def valid_ident(s):
    """True if the string is an identifier, ValueError if not."""
    if not (s and s.isidentifier() and s.isascii()):
        raise ValueError(f"Not a valid Python identifier: {s!r}")
    return True


# -- From a dict ---------------------------------------------------------------------------------------------


class DictConfigurator(BaseConfigurator):
    """Does what a dict says: see dictConfig()."""

    def configure(self):
        config = self.config
        if "version" not in config:
            raise ValueError("dictionary doesn't specify a version")
        if config["version"] != 1:
            raise ValueError(f"Unsupported version: {config['version']}")
        with logging._lock:
            if config.pop("incremental", False):
                self._change(config)
            else:
                self._replace(config)

    def _change(self, config):
        # Only levels and propagation change.
        for name, section in self._sections(config, "handlers"):
            if name not in logging._handlers:
                raise ValueError(f"No handler found with name {name!r}")
            try:
                level = section.get("level", None)
                if level:
                    logging._handlers[name].setLevel(logging._checkLevel(level))
            except Exception as exc:
                raise ValueError(f"Unable to configure handler {name!r}") from exc
        self._configure_loggers(config, True)

    def _sections(self, config, kind):
        sections = config.get(kind, {})
        for name in sections:
            yield name, sections[name]

    def _configure_loggers(self, config, incremental):
        for name, section in self._sections(config, "loggers"):
            try:
                self.configure_logger(name, section, incremental)
            except Exception as exc:
                raise ValueError(f"Unable to configure logger {name!r}") from exc
        root = config.get("root", None)
        if root:
            try:
                self.configure_root(root, incremental)
            except Exception as exc:
                raise ValueError("Unable to configure root logger") from exc

    def _replace(self, config):
        disable_existing = config.pop("disable_existing_loggers", True)
        _clearExistingHandlers()
        for kind, what, configure in (("formatters", "formatter", self.configure_formatter),
                                      ("filters", "filter", self.configure_filter)):
            sections = config.get(kind, {})
            for name in sections:
                try:
                    sections[name] = configure(sections[name])
                except Exception as exc:
                    raise ValueError(f"Unable to configure {what} {name!r}") from exc
        self._make_handlers(config.get("handlers", {}))
        # What exists and is not named now is disabled; what is below a logger that is named lives on.
        existing = sorted(logging.root.manager.loggerDict)
        named = set(config.get("loggers", {}))
        children = [name for name in existing if any(name.startswith(above + ".") for above in named)]
        self._configure_loggers(config, False)
        _handle_existing_loggers([name for name in existing if name not in named and name not in children],
                                 [name for name in children if name not in named], disable_existing)

    def _make_handlers(self, handlers):
        # A handler may refer to one that comes later: such ones wait for the second round.
        waiting = []
        for name in sorted(handlers):
            try:
                handler = self.configure_handler(handlers[name])
                handler.name = name
                handlers[name] = handler
            except Exception as exc:
                if "target not configured yet" not in str(exc.__cause__):
                    raise ValueError(f"Unable to configure handler {name!r}") from exc
                waiting.append(name)
        for name in waiting:
            try:
                handler = self.configure_handler(handlers[name])
                handler.name = name
                handlers[name] = handler
            except Exception as exc:
                raise ValueError(f"Unable to configure handler {name!r}") from exc

    def configure_formatter(self, config):
        """A formatter of what the section says."""
        if "()" in config:
            factory = config["()"]
            try:
                return self.configure_custom(config)
            except TypeError as exc:
                if "'format'" not in str(exc):
                    raise
                # A factory that calls its parameter fmt, as logging.Formatter does.
                config["fmt"] = config.pop("format")
                config["()"] = factory
                return self.configure_custom(config)
        fmt = config.get("format", None)
        datefmt = config.get("datefmt", None)
        style = config.get("style", "%")
        cls = self.resolve(config["class"]) if config.get("class", None) else logging.Formatter
        if "validate" in config:
            return cls(fmt, datefmt, style, config["validate"])
        return cls(fmt, datefmt, style)

    def configure_filter(self, config):
        """A filter of what the section says."""
        if "()" in config:
            return self.configure_custom(config)
        return logging.Filter(config.get("name", ""))

    def add_filters(self, filterer, filters):
        """Add filters: names of sections, or filters."""
        for f in filters:
            try:
                usable = callable(f) or callable(getattr(f, "filter", None))
                filterer.addFilter(f if usable else self.config["filters"][f])
            except Exception as exc:
                raise ValueError(f"Unable to add filter {f!r}") from exc

    def configure_handler(self, config):
        """A handler of what the section says."""
        original = dict(config)         # in case it has to be done again
        formatter = config.pop("formatter", None)
        if formatter:
            try:
                formatter = self.config["formatters"][formatter]
            except Exception as exc:
                raise ValueError(f"Unable to set formatter {formatter!r}") from exc
        level = config.pop("level", None)
        filters = config.pop("filters", None)
        if "()" in config:
            factory = config.pop("()")
            if not callable(factory):
                factory = self.resolve(factory)
        else:
            cls = self.resolve(config.pop("class"))
            if issubclass(cls, logging.handlers.MemoryHandler) and "target" in config:
                target = config["target"]
                try:
                    handler = self.config["handlers"][target]
                    if not isinstance(handler, logging.Handler):
                        config.update(original)
                        raise TypeError("target not configured yet")
                    config["target"] = handler
                except Exception as exc:
                    raise ValueError(f"Unable to set target handler {target!r}") from exc
            elif cls.__name__ == "SMTPHandler":
                for key in "mailhost", "credentials":
                    if key in config:
                        config[key] = self.as_tuple(config[key])
            elif issubclass(cls, logging.handlers.SysLogHandler) and "address" in config:
                config["address"] = self.as_tuple(config["address"])
            factory = cls
        attributes = config.pop(".", None)
        arguments = {key: config[key] for key in config if valid_ident(key)}
        try:
            result = factory(**arguments)
        except TypeError as exc:
            if "'stream'" not in str(exc):
                raise
            # A factory that calls its parameter strm, as StreamHandler once did.
            arguments["strm"] = arguments.pop("stream")
            result = factory(**arguments)
        if formatter:
            result.setFormatter(formatter)
        if level is not None:
            result.setLevel(logging._checkLevel(level))
        if filters:
            self.add_filters(result, filters)
        for name, value in (attributes or {}).items():
            setattr(result, name, value)
        return result

    def add_handlers(self, logger, handlers):
        """Add the handlers of these names."""
        for name in handlers:
            try:
                logger.addHandler(self.config["handlers"][name])
            except Exception as exc:
                raise ValueError(f"Unable to add handler {name!r}") from exc

    def common_logger_config(self, logger, config, incremental=False):
        """What the root logger and others have in common."""
        level = config.get("level", None)
        if level is not None:
            logger.setLevel(logging._checkLevel(level))
        if not incremental:
            for handler in logger.handlers[:]:
                logger.removeHandler(handler)
            handlers = config.get("handlers", None)
            if handlers:
                self.add_handlers(logger, handlers)
            filters = config.get("filters", None)
            if filters:
                self.add_filters(logger, filters)

    def configure_logger(self, name, config, incremental=False):
        logger = logging.getLogger(name)
        self.common_logger_config(logger, config, incremental)
        logger.disabled = False
        propagate = config.get("propagate", None)
        if propagate is not None:
            logger.propagate = propagate

    def configure_root(self, config, incremental=False):
        self.common_logger_config(logging.getLogger(), config, incremental)


dictConfigClass = DictConfigurator


def dictConfig(config):
    """Set logging up from a dict: version (1), formatters, filters, handlers, loggers, root, incremental,
    disable_existing_loggers."""
    dictConfigClass(config).configure()


def _clearExistingHandlers():
    logging._handlers.clear()
    logging.shutdown(logging._handlerList[:])
    del logging._handlerList[:]


def _handle_existing_loggers(existing, child_loggers, disable_existing):
    # Children of named loggers go on, set back to take everything from above.
    for name in existing:
        logger = logging.root.manager.loggerDict[name]
        if not isinstance(logger, logging.PlaceHolder):
            logger.disabled = disable_existing
    for name in child_loggers:
        logger = logging.root.manager.loggerDict[name]
        if not isinstance(logger, logging.PlaceHolder):
            logger.setLevel(logging.NOTSET)
            logger.handlers = []
            logger.propagate = True


# -- From a file ---------------------------------------------------------------------------------------------


def fileConfig(fname, defaults=None, disable_existing_loggers=True, encoding=None):
    """Set logging up from a file with the sections loggers, handlers, formatters, logger_X, handler_X and
    formatter_X; fname may be an open file or a RawConfigParser."""
    import configparser
    if isinstance(fname, str) and not os.path.exists(fname):
        raise FileNotFoundError(f"{fname} doesn't exist")
    if isinstance(fname, configparser.RawConfigParser):
        parser = fname
    else:
        try:
            parser = configparser.ConfigParser(defaults)
            if hasattr(fname, "readline"):
                parser.read_file(fname)
            else:
                parser.read(fname, encoding=io.text_encoding(encoding))
        except configparser.ParsingError as exc:
            raise RuntimeError(f"{fname} is invalid: {exc}")
    formatters = _create_formatters(parser)
    with logging._lock:
        _clearExistingHandlers()
        handlers = _install_handlers(parser, formatters)
        _install_loggers(parser, handlers, disable_existing_loggers)


def _resolve(name):
    return BaseConfigurator({}).resolve(name)


def _words(text):
    return [word.strip() for word in text.split(",") if word.strip()]


def _create_formatters(parser):
    result = {}
    for name in _words(parser["formatters"]["keys"]):
        section = "formatter_" + name
        cls = parser[section].get("class")
        make = _resolve(cls) if cls else logging.Formatter
        result[name] = make(parser.get(section, "format", raw=True, fallback=None),
                            parser.get(section, "datefmt", raw=True, fallback=None),
                            parser.get(section, "style", raw=True, fallback="%"))
    return result


def _install_handlers(parser, formatters):
    handlers, targets = {}, {}
    names = vars(logging)               # arguments are written as they would be in this module
    for name in _words(parser["handlers"]["keys"]):
        section = parser["handler_" + name]
        cls = section["class"]
        try:
            cls = eval(cls, names)
        except (AttributeError, NameError):
            cls = _resolve(cls)
        args = eval(section.get("args", "()"), names)
        kwargs = eval(section.get("kwargs", "{}"), names)
        handler = cls(*args, **kwargs)
        handler.name = name
        if "level" in section:
            handler.setLevel(section["level"])
        formatter = section.get("formatter", "")
        if formatter:
            handler.setFormatter(formatters[formatter])
        if issubclass(cls, logging.handlers.MemoryHandler):
            target = section.get("target", "")
            if target:
                targets[handler] = target
        handlers[name] = handler
    for handler, target in targets.items():
        handler.setTarget(handlers[target])
    return handlers


def _install_loggers(parser, handlers, disable_existing):
    names = _words(parser["loggers"]["keys"])
    names.remove("root")

    def set_up(logger, section):
        if "level" in section:
            logger.setLevel(section["level"])
        for handler in logger.handlers[:]:
            logger.removeHandler(handler)
        for handler in _words(section["handlers"]):
            logger.addHandler(handlers[handler])

    set_up(logging.root, parser["logger_root"])
    existing = sorted(logging.root.manager.loggerDict)
    named = set()
    children = []
    for name in names:
        section = parser["logger_" + name]
        name = section["qualname"]
        named.add(name)
        children += [other for other in existing if other.startswith(name + ".")]
        logger = logging.getLogger(name)
        set_up(logger, section)
        logger.propagate = section.getint("propagate", fallback=1)
        logger.disabled = False
    _handle_existing_loggers([name for name in existing if name not in named and name not in children],
                             [name for name in children if name not in named], disable_existing)
