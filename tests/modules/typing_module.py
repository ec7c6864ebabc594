# typing: what annotated scripts import, run and print.
from __future__ import annotations
import typing
from typing import *
from typing import get_type_hints, NamedTuple, TypedDict, Protocol, runtime_checkable, ParamSpec, Concatenate, TypeAlias, TypeGuard, Self, Never, LiteralString, Annotated, Literal, Final, ClassVar, NewType, overload, cast, no_type_check, assert_never, reveal_type, Unpack, TypeVarTuple, NoReturn, Required, NotRequired, assert_type
T = TypeVar("T")
K = TypeVar("K", bound=int)
print(T, K, Any, List[int], Dict[str, int], Optional[int], Union[int, str], Union[int, None], Union[int], Union[int, int, str], Tuple[int, ...], Tuple[()], Callable[[int], str], Callable[..., Any], Iterable[T], Sequence[int], Literal["a", 1], Final[int], ClassVar[str], Annotated[int, "meta"], Type[int], Set[int], NoReturn, Never, Self, Generator[int, None, str], Mapping[str, List[int]], Optional[List[T]], Deque[int], AnyStr, Text, Hashable, Sized, TypeAlias, Awaitable[int], ContextManager[int], Pattern[str] if hasattr(typing, "Pattern") else "", sep="\n")
class Stack(Generic[T]):
    def __init__(self) -> None: self.items: List[T] = []
    def push(self, x: T) -> None: self.items.append(x)
    def pop(self) -> T: return self.items.pop()
s = Stack[int]()
s.push(5)
print(s.pop(), Stack[int], Stack.__parameters__, Stack.__orig_bases__, Stack.__mro__, s.__orig_class__)
class Point(NamedTuple):
    x: int
    y: int = 0
    def norm(self) -> float: return (self.x ** 2 + self.y ** 2) ** 0.5
print(Point(3), Point(3, 4).norm(), Point._fields, Point.__annotations__ != {}, Point(1)._asdict(), NamedTuple("Q", [("a", int)])(1))
class Movie(TypedDict, total=False):
    name: str
    year: int
m: Movie = {"name": "x"}
print(m, Movie(name="y"), Movie.__total__, sorted(Movie.__annotations__), type(m), TypedDict("TD", {"a": int})(a=1), Movie.__optional_keys__ == {"name", "year"})
@runtime_checkable
class HasLen(Protocol):
    def __len__(self) -> int: ...
class Proto(Protocol):
    attr: int
    def m(self) -> None: ...
print(isinstance([], HasLen), isinstance(5, HasLen), issubclass(list, HasLen))
for bad in (lambda: isinstance(5, Proto), lambda: Proto(), lambda: Any(), lambda: isinstance(5, Any), lambda: Union[int, str](), lambda: isinstance(5, List[int]), lambda: Optional[1, 2], lambda: List[int, str], lambda: Literal[int].x, lambda: TypeVar("T", int), lambda: cast(int), lambda: NewType("N", int).x, lambda: assert_never(5), lambda: Generic[int], lambda: Stack[int, str], lambda: Callable[int], lambda: Dict[int], lambda: isinstance(1, Union[int, List[int]]), lambda: typing.nothing):
    try:
        print(bad())
    except Exception as e:
        print(type(e).__name__, e)
UserId = NewType("UserId", int)
print(UserId(5), UserId.__name__, UserId.__supertype__, cast(str, 5), isinstance(5, Union[int, str]) , TYPE_CHECKING, get_origin(List[int]), get_args(Dict[str, int]), get_origin(Union[int, str]), get_args(Callable[[int], str]), get_origin(5), get_args(Literal[1, 2]), get_origin(Annotated[int, 1]), get_args(Annotated[int, 1]), Annotated[int, 1].__metadata__)
@overload
def f(x: int) -> int: ...
@overload
def f(x: str) -> str: ...
def f(x): return x
@final
class F: pass
@no_type_check
def h(x: "anything") -> 5: return x
def typed(a: int, b: Optional[str] = None, *c: List[int]) -> Dict[str, "Stack"]: ...
print(f(5), F.__final__, h(1), get_type_hints(typed), get_type_hints(Point), List[int] == List[int], hash(List[int]) == hash(List[int]), List[int] != List[str], Union[int, str] == Union[str, int], List[T][int], Dict[K, T][int, str], Optional[T][int], Callable[[T], T][int], List, Dict, Callable, Union, Optional)
class Node(Generic[K, T]): pass
class Sub(Node[int, T]): pass
print(Node[int, str], Sub[str], Sub.__parameters__, Node.__class_getitem__((int, str)), T.__name__, T.__bound__, K.__bound__, T.__constraints__, TypeVar("A", int, str).__constraints__, TypeVar("C", covariant=True), TypeVar("D", contravariant=True), ParamSpec("P"), TypeVarTuple("Ts"))
def deco(fn: Callable[..., T]) -> Callable[..., T]: return fn
@deco
def last(xs: Sequence[T], default: T | None = None) -> T | None: return xs[-1] if xs else default
print(last([1, 2]), last([]), last.__annotations__)
IO, TextIO, BinaryIO, SupportsInt, SupportsFloat, SupportsIndex, SupportsAbs
print(isinstance(5, SupportsInt), isinstance("a", SupportsInt), isinstance(5, SupportsIndex), isinstance(5.5, SupportsFloat), isinstance(5, SupportsAbs))
