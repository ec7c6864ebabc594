// The grammar of Python 3.11 (Lemon). Every action is one call; what LALR(1) cannot say, the actions check:
// they reject() a statement whose targets, arguments or parameters do not fit, and syntax_error.c finds the
// words.
//
// The layers of CPython's expression grammar are two here, split where `not` and comparisons stand, with
// operator precedence within each. Lists of a construct that may have a trailing comma are left-recursive, so
// the parser's stack stays flat; it grows (on the heap) with nesting only.

%name grammar
%token_prefix TK_
%token_type {Token}
%default_type {Node *}
%extra_context {Parser *p}
%stack_size 0
%start_symbol program
%syntax_error { p->rejected = true; }
%stack_overflow { parser_out_of_memory(p); }
%include {
#include "compiler/parser.h"
#pragma GCC diagnostic ignored "-Wunused-variable"
#define YYNOERRORRECOVERY 1
#define YYPARSEFREENEVERNULL 1
}

%token START_FILE START_EVAL START_SINGLE START_FSTRING ERROR ILLEGAL.
%fallback NAME CASE.

%left OR.
%left AND.
%right NOT.
%left VBAR.
%left CIRCUMFLEX.
%left AMPER.
%left LEFTSHIFT RIGHTSHIFT.
%left PLUS MINUS.
%left STAR SLASH DOUBLESLASH PERCENT AT.
%right UNARY.
%right DOUBLESTAR.

// -- Whole inputs -------------------------------------------------------------------------------------------

program ::= START_FILE.                                 { p->result = NEW(START, Module, NULL); }
program ::= START_FILE stmts(B).                        { p->result = NEW(START, Module, B); }
program ::= START_SINGLE.                               { p->result = NEW(START, Interactive, NULL); }
program ::= START_SINGLE NEWLINE.                       { p->result = NEW(START, Interactive, NULL); }
program ::= START_SINGLE stmts(B).                      { p->result = NEW(START, Interactive, B); }
program ::= START_EVAL exprs(E).                        { p->result = NEW(START, Expression, E); }
program ::= START_EVAL exprs(E) NEWLINE.                { p->result = NEW(START, Expression, E); }
program ::= START_FSTRING star_exprs(E) NEWLINE.              { p->result = ast_bare(E); }

// -- Statements ---------------------------------------------------------------------------------------------

%type stmts {AstSeq *}
%type several {AstSeq *}
%type multi {AstSeq *}
%type block {AstSeq *}
%type else_opt {AstSeq *}
%type if_tail {AstSeq *}

stmts(A) ::= simple(S) NEWLINE.                         { A = SEQ(NULL, S); }
stmts(A) ::= multi(M) NEWLINE.                          { A = M; }
stmts(A) ::= compound(S).                               { A = SEQ(NULL, S); }
stmts(A) ::= stmts(L) simple(S) NEWLINE.                { A = SEQ(L, S); }
stmts(A) ::= stmts(L) multi(M) NEWLINE.                 { A = join_stmts(p, L, M); }
stmts(A) ::= stmts(L) compound(S).                      { A = SEQ(L, S); }

multi(A) ::= simple(S) SEMI.                            { A = SEQ(NULL, S); }
multi(A) ::= several(L) SEMI.                           { A = L; }
multi(A) ::= several(L).                                { A = L; }
several(A) ::= simple(S) SEMI simple(R).                { A = SEQ(SEQ(NULL, S), R); }
several(A) ::= several(L) SEMI simple(S).               { A = SEQ(L, S); }

block(A) ::= simple(S) NEWLINE.                         { A = SEQ(NULL, S); }
block(A) ::= multi(M) NEWLINE.                          { A = M; }
block(A) ::= NEWLINE INDENT stmts(L) DEDENT.            { A = L; }

compound ::= if_stmt.
compound ::= while_stmt.
compound ::= for_stmt.
compound ::= try_stmt.
compound ::= with_stmt.
compound ::= match_stmt.
compound ::= definition.
compound(A) ::= ASYNC(T) for_stmt(S).                   { A = make_async(p, T, S); }
compound(A) ::= ASYNC(T) with_stmt(S).                  { A = make_async(p, T, S); }
compound(A) ::= decorators(D) definition(S).            { A = decorate(p, D, S); }

if_stmt(A) ::= IF(T) named(C) COLON block(B) if_tail(E).        { A = NEW(FROM(T), If, C, B, E); }
if_tail(A) ::= else_opt(E).                                     { A = E; }
if_tail(A) ::= ELIF(T) named(C) COLON block(B) if_tail(E).      { A = SEQ(NULL, NEW(FROM(T), If, C, B, E)); }
else_opt(A) ::= .                                               { A = NULL; }
else_opt(A) ::= ELSE COLON block(B).                            { A = B; }

while_stmt(A) ::= WHILE(T) named(C) COLON block(B) else_opt(E). { A = NEW(FROM(T), While, C, B, E); }

for_stmt(A) ::= FOR(T) targets(X) IN star_exprs(I) COLON block(B) else_opt(E).
                                                        { A = NEW(FROM(T), For, X, I, B, E); }

%type handlers {AstSeq *}
%type star_handlers {AstSeq *}
%type finally_opt {AstSeq *}
try_stmt(A) ::= TRY(T) COLON block(B) FINALLY COLON block(F).   { A = NEW(FROM(T), Try, B, NULL, NULL, F); }
try_stmt(A) ::= TRY(T) COLON block(B) handlers(H) else_opt(E) finally_opt(F).
                                                        { A = NEW(FROM(T), Try, B, H, E, F); }
try_stmt(A) ::= TRY(T) COLON block(B) star_handlers(H) else_opt(E) finally_opt(F).
                                                        { A = NEW(FROM(T), TryStar, B, H, E, F); }
finally_opt(A) ::= .                                    { A = NULL; }
finally_opt(A) ::= FINALLY COLON block(B).              { A = B; }
handlers(A) ::= handler(H).                             { A = SEQ(NULL, H); }
handlers(A) ::= handlers(L) handler(H).                 { A = SEQ(L, H); }
star_handlers(A) ::= star_handler(H).                   { A = SEQ(NULL, H); }
star_handlers(A) ::= star_handlers(L) star_handler(H).  { A = SEQ(L, H); }
handler(A) ::= EXCEPT(T) COLON block(B).                      { A = NEW(FROM(T), ExceptHandler, NULL, 0, B); }
handler(A) ::= EXCEPT(T) test(X) COLON block(B).                { A = NEW(FROM(T), ExceptHandler, X, 0, B); }
handler(A) ::= EXCEPT(T) test(X) AS NAME(N) COLON block(B).
                                                        { A = NEW(FROM(T), ExceptHandler, X, IDENT(N), B); }
star_handler(A) ::= EXCEPT(T) STAR test(X) COLON block(B).      { A = NEW(FROM(T), ExceptHandler, X, 0, B); }
star_handler(A) ::= EXCEPT(T) STAR test(X) AS NAME(N) COLON block(B).
                                                        { A = NEW(FROM(T), ExceptHandler, X, IDENT(N), B); }

// The lexer's user tells WITH_LPAR from LPAR: its closing parenthesis stands before the colon.
%type with_items {AstSeq *}
%type with_elts {Elts}
with_stmt(A) ::= WITH(T) with_items(L) COLON block(B).                  { A = NEW(FROM(T), With, L, B); }
with_items(A) ::= WITH_LPAR(P) with_elts(E) RPAR.       { A = paren_items(p, P, E, false); }
with_items(A) ::= WITH_LPAR(P) with_elts(E) COMMA RPAR. { A = paren_items(p, P, E, true); }
with_items(A) ::= with_paren(X).                        { A = SEQ(NULL, NEW(FROM(X), withitem, X, NULL)); }
with_paren(A) ::= WITH_LPAR(P) RPAR.                    { A = NEW(FROM(P), Tuple, NULL, AST_Load); }
with_paren(A) ::= WITH_LPAR(P) yield_expr(Y) RPAR.      { A = ast_group(p->arena, FROM(P), Y); }
with_paren(A) ::= WITH_LPAR(P) named(X) comp_for(C) RPAR.       { A = NEW(FROM(P), GeneratorExp, X, C); }
with_elts(A) ::= with_elt(X).                           { A = elts_first(X); }
with_elts(A) ::= with_elts(L) COMMA with_elt(X).        { A = elts_add(p, L, X); }
with_elt ::= elt.
with_elt(A) ::= test(X) AS target(V).                   { A = NEW(FROM(X), withitem, X, store(p, V)); }
with_items(A) ::= with_item(I).                         { A = SEQ(NULL, I); }
with_items(A) ::= with_items(L) COMMA with_item(I).     { A = SEQ(L, I); }
with_item(A) ::= test(X).                               { A = NEW(FROM(X), withitem, X, NULL); }
with_item(A) ::= test(X) AS target(V).                  { A = NEW(FROM(X), withitem, X, store(p, V)); }

// -- Definitions --------------------------------------------------------------------------------------------

%type decorators {AstSeq *}
decorators(A) ::= AT named(X) NEWLINE.                  { A = SEQ(NULL, X); }
decorators(A) ::= decorators(L) AT named(X) NEWLINE.    { A = SEQ(L, X); }

%type class_args {CallArgs}
definition ::= function.
definition(A) ::= ASYNC(T) function(S).                 { A = make_async(p, T, S); }
definition(A) ::= CLASS(T) NAME(N) class_args(C) COLON block(B).
                                        { A = NEW(FROM(T), ClassDef, IDENT(N), C.args, C.keywords, B, NULL); }
class_args(A) ::= .                                     { A = (CallArgs){ 0 }; }
class_args(A) ::= LPAR RPAR.                            { A = (CallArgs){ 0 }; }
class_args(A) ::= LPAR call_args(L) RPAR.               { A = L; }
class_args(A) ::= LPAR call_args(L) COMMA RPAR.         { A = L; }

function(A) ::= DEF(T) NAME(N) LPAR params(P) RPAR returns(R) COLON block(B).
                                        { A = NEW(FROM(T), FunctionDef, IDENT(N), P, B, NULL, R); }
returns(A) ::= .                                        { A = NULL; }
returns(A) ::= RARROW test(T).                            { A = T; }

%type param_list {Params *}
%type lambda_list {Params *}
params(A) ::= .                                         { A = params_node(p, NULL); }
params(A) ::= param_list(L).                            { A = params_node(p, L); }
params(A) ::= param_list(L) COMMA.                      { A = params_node(p, L); }
param_list(A) ::= param(X).                             { A = params_add(p, NULL, X, NULL); }
param_list(A) ::= param(X) EQUAL test(D).               { A = params_add(p, NULL, X, D); }
param_list(A) ::= SLASH.                                { A = params_slash(p, NULL); }
param_list(A) ::= STAR.                                 { A = params_star(p, NULL, NULL); }
param_list(A) ::= STAR star_param(X).                   { A = params_star(p, NULL, X); }
param_list(A) ::= DOUBLESTAR param(X).                  { A = params_double_star(p, NULL, X); }
param_list(A) ::= param_list(L) COMMA param(X).                 { A = params_add(p, L, X, NULL); }
param_list(A) ::= param_list(L) COMMA param(X) EQUAL test(D).   { A = params_add(p, L, X, D); }
param_list(A) ::= param_list(L) COMMA SLASH.                    { A = params_slash(p, L); }
param_list(A) ::= param_list(L) COMMA STAR.                     { A = params_star(p, L, NULL); }
param_list(A) ::= param_list(L) COMMA STAR star_param(X).       { A = params_star(p, L, X); }
param_list(A) ::= param_list(L) COMMA DOUBLESTAR param(X).      { A = params_double_star(p, L, X); }
param(A) ::= NAME(N).                                   { A = NEW(FROM(N), arg, IDENT(N), NULL); }
param(A) ::= NAME(N) COLON test(T).                     { A = NEW(FROM(N), arg, IDENT(N), T); }
star_param ::= param.
star_param(A) ::= NAME(N) COLON star(T).                { A = NEW(FROM(N), arg, IDENT(N), T); }

lambda_params(A) ::= .                                  { A = params_node(p, NULL); }
lambda_params(A) ::= lambda_list(L).                    { A = params_node(p, L); }
lambda_params(A) ::= lambda_list(L) COMMA.              { A = params_node(p, L); }
lambda_list(A) ::= name_param(X).                       { A = params_add(p, NULL, X, NULL); }
lambda_list(A) ::= name_param(X) EQUAL test(D).         { A = params_add(p, NULL, X, D); }
lambda_list(A) ::= SLASH.                               { A = params_slash(p, NULL); }
lambda_list(A) ::= STAR.                                { A = params_star(p, NULL, NULL); }
lambda_list(A) ::= STAR name_param(X).                  { A = params_star(p, NULL, X); }
lambda_list(A) ::= DOUBLESTAR name_param(X).            { A = params_double_star(p, NULL, X); }
lambda_list(A) ::= lambda_list(L) COMMA name_param(X).                  { A = params_add(p, L, X, NULL); }
lambda_list(A) ::= lambda_list(L) COMMA name_param(X) EQUAL test(D).    { A = params_add(p, L, X, D); }
lambda_list(A) ::= lambda_list(L) COMMA SLASH.                          { A = params_slash(p, L); }
lambda_list(A) ::= lambda_list(L) COMMA STAR.                           { A = params_star(p, L, NULL); }
lambda_list(A) ::= lambda_list(L) COMMA STAR name_param(X).             { A = params_star(p, L, X); }
lambda_list(A) ::= lambda_list(L) COMMA DOUBLESTAR name_param(X).       { A = params_double_star(p, L, X); }
name_param(A) ::= NAME(N).                              { A = NEW(FROM(N), arg, IDENT(N), NULL); }

// -- Simple statements --------------------------------------------------------------------------------------

simple(A) ::= star_exprs(E).                            { A = NEW(FROM(E), Expr, E); }
simple(A) ::= yield_expr(E).                            { A = NEW(FROM(E), Expr, E); }
simple(A) ::= assign(L) rhs(E).                         { A = NEW(FROM(L), Assign, L.targets, E); }
simple(A) ::= augmented(T) rhs(E).                  { A = NEW(FROM(T.target), AugAssign, T.target, T.op, E); }
simple(A) ::= annotated(T) test(N).                 { A = NEW(FROM(T), AnnAssign, T, N, NULL, is_simple(T)); }
simple(A) ::= annotated(T) test(N) EQUAL rhs(E).       { A = NEW(FROM(T), AnnAssign, T, N, E, is_simple(T)); }
simple(A) ::= RETURN(T).                                { A = NEW(FROM(T), Return, NULL); }
simple(A) ::= RETURN(T) star_exprs(E).                  { A = NEW(FROM(T), Return, E); }
simple(A) ::= RAISE(T).                                 { A = NEW(FROM(T), Raise, NULL, NULL); }
simple(A) ::= RAISE(T) test(X).                         { A = NEW(FROM(T), Raise, X, NULL); }
simple(A) ::= RAISE(T) test(X) FROM test(C).            { A = NEW(FROM(T), Raise, X, C); }
simple(A) ::= ASSERT(T) test(X).                        { A = NEW(FROM(T), Assert, X, NULL); }
simple(A) ::= ASSERT(T) test(X) COMMA test(M).          { A = NEW(FROM(T), Assert, X, M); }
simple(A) ::= DEL(T) target_list(X).                    { A = NEW(FROM(T), Delete, delete_list(p, X)); }
simple(A) ::= DEL(T) target_list(X) COMMA.              { A = NEW(FROM(T), Delete, delete_list(p, X)); }
simple(A) ::= PASS(T).                                  { A = NEW(FROM(T), Pass); }
simple(A) ::= BREAK(T).                                 { A = NEW(FROM(T), Break); }
simple(A) ::= CONTINUE(T).                              { A = NEW(FROM(T), Continue); }
simple(A) ::= GLOBAL(T) names(N).                       { A = NEW(FROM(T), Global, N); }
simple(A) ::= NONLOCAL(T) names(N).                     { A = NEW(FROM(T), Nonlocal, N); }
simple(A) ::= IMPORT(T) modules(L).                     { A = NEW(FROM(T), Import, L); }
simple(A) ::= FROM(T) from(F) IMPORT imported(L).      { A = NEW(FROM(T), ImportFrom, F.module, L, F.level); }

%type assign {Targets}
%type augmented {Augmented}
augmented(A) ::= star_exprs(T) AUGASSIGN(O).      { A = (Augmented){ single_target(p, T), augmented_op(O) }; }
annotated(A) ::= star_exprs(T) COLON.                   { A = single_target(p, T); }
assign(A) ::= star_exprs(T) EQUAL.                      { A = targets_first(p, T); }
assign(A) ::= assign(L) star_exprs(T) EQUAL.            { A = targets_add(p, L, T); }
rhs ::= star_exprs.
rhs ::= yield_expr.

%type names {AstNames *}
names(A) ::= NAME(N).                                   { A = ast_names_add(p->arena, NULL, IDENT(N)); }
names(A) ::= names(L) COMMA NAME(N).                    { A = ast_names_add(p->arena, L, IDENT(N)); }

%type modules {AstSeq *}
%type imported {AstSeq *}
%type aliases {AstSeq *}
%type dotted {Token}
%type dots {int}
%type from {From}
modules(A) ::= module(M).                               { A = SEQ(NULL, M); }
modules(A) ::= modules(L) COMMA module(M).              { A = SEQ(L, M); }
module(A) ::= dotted(D).                                { A = NEW(FROM(D), alias, dotted_name(p, D), 0); }
module(A) ::= dotted(D) AS NAME(N).                  { A = NEW(FROM(D), alias, dotted_name(p, D), IDENT(N)); }
dotted(A) ::= NAME(A).
dotted(A) ::= dotted(L) DOT NAME(N).                    { A = join_tokens(L, N); }
from(A) ::= dotted(D).                                  { A = (From){ dotted_name(p, D), 0 }; }
from(A) ::= dots(N).                                    { A = (From){ 0, N }; }
from(A) ::= dots(N) dotted(D).                          { A = (From){ dotted_name(p, D), N }; }
dots(A) ::= DOT.                                        { A = 1; }
dots(A) ::= ELLIPSIS.                                   { A = 3; }
dots(A) ::= dots(N) DOT.                                { A = N + 1; }
dots(A) ::= dots(N) ELLIPSIS.                           { A = N + 3; }
imported(A) ::= STAR(T).                                { A = SEQ(NULL, NEW(FROM(T), alias, IDENT(T), 0)); }
imported(A) ::= aliases(L).                             { A = L; }
imported(A) ::= LPAR aliases(L) RPAR.                   { A = L; }
imported(A) ::= LPAR aliases(L) COMMA RPAR.             { A = L; }
aliases(A) ::= alias(X).                                { A = SEQ(NULL, X); }
aliases(A) ::= aliases(L) COMMA alias(X).               { A = SEQ(L, X); }
alias(A) ::= NAME(N).                                   { A = NEW(FROM(N), alias, IDENT(N), 0); }
alias(A) ::= NAME(N) AS NAME(M).                        { A = NEW(FROM(N), alias, IDENT(N), IDENT(M)); }

// -- match --------------------------------------------------------------------------------------------------

%type cases {AstSeq *}
match_stmt(A) ::= MATCH(T) subject(S) COLON NEWLINE INDENT cases(C) DEDENT.
                                                        { A = NEW(FROM(T), Match, S, C); }
subject(A) ::= elts(E).                                 { A = make_subject(p, E, false); }
subject(A) ::= elts(E) COMMA.                           { A = make_subject(p, E, true); }
cases(A) ::= case(C).                                   { A = SEQ(NULL, C); }
cases(A) ::= cases(L) case(C).                          { A = SEQ(L, C); }
case(A) ::= CASE(T) patterns(X) guard(G) COLON block(B).        { A = NEW(FROM(T), match_case, X, G, B); }
guard(A) ::= .                                          { A = NULL; }
guard(A) ::= IF named(C).                               { A = C; }

%type pattern_list {Elts}
patterns(A) ::= pattern_list(L).                        { A = open_sequence(p, L, false); }
patterns(A) ::= pattern_list(L) COMMA.                  { A = open_sequence(p, L, true); }
pattern_list(A) ::= item_pattern(X).                    { A = elts_first(X); }
pattern_list(A) ::= pattern_list(L) COMMA item_pattern(X).      { A = elts_add(p, L, X); }
item_pattern ::= pattern.
item_pattern(A) ::= STAR(T) NAME(N).                    { A = NEW(FROM(T), MatchStar, capture_name(p, N)); }
pattern ::= or_pattern.
pattern(A) ::= or_pattern(X) AS NAME(N).                { A = NEW(FROM(X), MatchAs, X, as_name(p, N)); }
or_pattern ::= closed_pattern.
or_pattern(A) ::= or_pattern(L) VBAR closed_pattern(R). { A = make_or_pattern(p, L, R); }

closed_pattern(A) ::= NAME(N).                        { A = NEW(FROM(N), MatchAs, NULL, capture_name(p, N)); }
closed_pattern(A) ::= NONE(T).                          { A = NEW(FROM(T), MatchSingleton, VALUE_NONE); }
closed_pattern(A) ::= TRUE(T).                          { A = NEW(FROM(T), MatchSingleton, VALUE_TRUE); }
closed_pattern(A) ::= FALSE(T).                         { A = NEW(FROM(T), MatchSingleton, VALUE_FALSE); }
closed_pattern(A) ::= literal(X).                       { A = NEW(FROM(X), MatchValue, X); }
closed_pattern(A) ::= attribute(X).                     { A = NEW(FROM(X), MatchValue, X); }
closed_pattern(A) ::= LPAR(T) RPAR.                     { A = NEW(FROM(T), MatchSequence, NULL); }
closed_pattern(A) ::= LPAR(T) pattern_list(L) RPAR.     { A = paren_pattern(p, T, L, false); }
closed_pattern(A) ::= LPAR(T) pattern_list(L) COMMA RPAR.       { A = paren_pattern(p, T, L, true); }
closed_pattern(A) ::= LSQB(T) RSQB.                     { A = NEW(FROM(T), MatchSequence, NULL); }
closed_pattern(A) ::= LSQB(T) pattern_list(L) RSQB.     { A = NEW(FROM(T), MatchSequence, elts_seq(p, L)); }
closed_pattern(A) ::= LSQB(T) pattern_list(L) COMMA RSQB.
                                                        { A = NEW(FROM(T), MatchSequence, elts_seq(p, L)); }
closed_pattern(A) ::= LBRACE(T) RBRACE.                 { A = NEW(FROM(T), MatchMapping, NULL, NULL, 0); }
closed_pattern(A) ::= LBRACE(T) key_patterns(K) RBRACE.         { A = mapping_pattern(p, T, K, 0); }
closed_pattern(A) ::= LBRACE(T) key_patterns(K) COMMA RBRACE.   { A = mapping_pattern(p, T, K, 0); }
closed_pattern(A) ::= LBRACE(T) rest(R) RBRACE.                { A = mapping_pattern(p, T, (Pairs){ 0 }, R); }
closed_pattern(A) ::= LBRACE(T) rest(R) COMMA RBRACE.          { A = mapping_pattern(p, T, (Pairs){ 0 }, R); }
closed_pattern(A) ::= LBRACE(T) key_patterns(K) COMMA rest(R) RBRACE.   { A = mapping_pattern(p, T, K, R); }
closed_pattern(A) ::= LBRACE(T) key_patterns(K) COMMA rest(R) COMMA RBRACE.
                                                        { A = mapping_pattern(p, T, K, R); }
closed_pattern(A) ::= class_name(C) LPAR RPAR.          { A = NEW(FROM(C), MatchClass, C, NULL, NULL, NULL); }
closed_pattern(A) ::= class_name(C) LPAR class_patterns(L) RPAR.        { A = class_pattern(p, C, L); }
closed_pattern(A) ::= class_name(C) LPAR class_patterns(L) COMMA RPAR.  { A = class_pattern(p, C, L); }

class_name(A) ::= NAME(N).                              { A = NEW(FROM(N), Name, IDENT(N), AST_Load); }
class_name ::= attribute.
attribute(A) ::= NAME(N) DOT NAME(M).
                { A = NEW(FROM(N), Attribute, NEW(N.span, Name, IDENT(N), AST_Load), IDENT(M), AST_Load); }
attribute(A) ::= attribute(X) DOT NAME(M).             { A = NEW(FROM(X), Attribute, X, IDENT(M), AST_Load); }

%type key_patterns {Pairs}
%type rest {Value}
rest(A) ::= DOUBLESTAR NAME(N).                         { A = as_name(p, N); }
key_patterns(A) ::= key(K) COLON pattern(V).                         { A = pairs_add(p, (Pairs){ 0 }, K, V); }
key_patterns(A) ::= key_patterns(L) COMMA key(K) COLON pattern(V).      { A = pairs_add(p, L, K, V); }
key ::= literal.
key ::= attribute.
key(A) ::= NONE(T).                                     { A = NEW(FROM(T), Constant, VALUE_NONE, 0); }
key(A) ::= TRUE(T).                                     { A = NEW(FROM(T), Constant, VALUE_TRUE, 0); }
key(A) ::= FALSE(T).                                    { A = NEW(FROM(T), Constant, VALUE_FALSE, 0); }

%type class_patterns {ClassPatterns}
class_patterns(A) ::= pattern(X).                        { A = class_positional(p, (ClassPatterns){ 0 }, X); }
class_patterns(A) ::= NAME(N) EQUAL pattern(X).          { A = class_keyword(p, (ClassPatterns){ 0 }, N, X); }
class_patterns(A) ::= class_patterns(L) COMMA pattern(X).               { A = class_positional(p, L, X); }
class_patterns(A) ::= class_patterns(L) COMMA NAME(N) EQUAL pattern(X). { A = class_keyword(p, L, N, X); }

literal ::= signed_number.
literal(A) ::= strings(S).                              { A = make_strings(p, S); }
literal(A) ::= signed_number(L) PLUS number(R).         { A = make_complex(p, L, AST_Add, R); }
literal(A) ::= signed_number(L) MINUS number(R).        { A = make_complex(p, L, AST_Sub, R); }
signed_number ::= number.
signed_number(A) ::= MINUS(T) number(X).                { A = NEW(FROM(T), UnaryOp, AST_USub, X); }
number(A) ::= NUMBER(N).                                { A = make_number(p, N); }

// -- Expressions: lists, targets, tests ---------------------------------------------------------------------

%type star_list {Elts}
%type test_list {Elts}
%type target_list {Elts}

star_exprs ::= star_expr.
star_exprs(A) ::= star_expr(X) COMMA.                   { A = make_tuple(p, elts_first(X)); }
star_exprs(A) ::= star_list(L).                         { A = make_tuple(p, L); }
star_exprs(A) ::= star_list(L) COMMA.                   { A = make_tuple(p, L); }
star_list(A) ::= star_expr(X) COMMA star_expr(Y).       { A = elts_add(p, elts_first(X), Y); }
star_list(A) ::= star_list(L) COMMA star_expr(X).       { A = elts_add(p, L, X); }
star_expr ::= test.
star_expr ::= star.
star(A) ::= STAR(T) expr(X). [OR]                       { A = NEW(FROM(T), Starred, X, AST_Load); }

exprs ::= test.
exprs(A) ::= test(X) COMMA.                             { A = make_tuple(p, elts_first(X)); }
exprs(A) ::= test_list(L).                              { A = make_tuple(p, L); }
exprs(A) ::= test_list(L) COMMA.                        { A = make_tuple(p, L); }
test_list(A) ::= test(X) COMMA test(Y).                 { A = elts_add(p, elts_first(X), Y); }
test_list(A) ::= test_list(L) COMMA test(X).            { A = elts_add(p, L, X); }

targets(A) ::= target_list(L).                          { A = store_list(p, L, false); }
targets(A) ::= target_list(L) COMMA.                    { A = store_list(p, L, true); }
target_list(A) ::= target(X).                           { A = elts_first(X); }
target_list(A) ::= target_list(L) COMMA target(X).      { A = elts_add(p, L, X); }
target ::= expr.
target ::= star.

yield_expr(A) ::= YIELD(T).                             { A = NEW(FROM(T), Yield, NULL); }
yield_expr(A) ::= YIELD(T) star_exprs(E).               { A = NEW(FROM(T), Yield, E); }
yield_expr(A) ::= YIELD(T) FROM test(E).                { A = NEW(FROM(T), YieldFrom, E); }

named ::= test.
named(A) ::= NAME(N) COLONEQUAL test(X).
                                { A = NEW(FROM(N), NamedExpr, NEW(N.span, Name, IDENT(N), AST_Store), X); }
test ::= disj.
test(A) ::= disj(B) IF disj(C) ELSE test(E).            { A = NEW(FROM(B), IfExp, C, B, E); }
test(A) ::= LAMBDA(T) lambda_params(P) COLON test(B).   { A = NEW(FROM(T), Lambda, P, B); }

disj ::= comparison.
disj(A) ::= NOT(T) disj(X).                             { A = NEW(FROM(T), UnaryOp, AST_Not, X); }
disj(A) ::= disj(L) AND disj(R).                        { A = make_bool(p, L, AST_And, R); }
disj(A) ::= disj(L) OR disj(R).                         { A = make_bool(p, L, AST_Or, R); }

%type compare_op {AstOp}
comparison ::= expr.
comparison ::= compare.
compare(A) ::= expr(L) compare_op(O) expr(R).           { A = make_compare(p, L, O, R); }
compare(A) ::= compare(L) compare_op(O) expr(R).        { A = add_compare(p, L, O, R); }
compare_op(A) ::= EQEQUAL.                              { A = AST_Eq; }
compare_op(A) ::= NOTEQUAL.                             { A = AST_NotEq; }
compare_op(A) ::= LESS.                                 { A = AST_Lt; }
compare_op(A) ::= LESSEQUAL.                            { A = AST_LtE; }
compare_op(A) ::= GREATER.                              { A = AST_Gt; }
compare_op(A) ::= GREATEREQUAL.                         { A = AST_GtE; }
compare_op(A) ::= IN.                                   { A = AST_In; }
compare_op(A) ::= NOT IN.                               { A = AST_NotIn; }
compare_op(A) ::= IS.                                   { A = AST_Is; }
compare_op(A) ::= IS NOT.                               { A = AST_IsNot; }

// -- Expressions: operators ---------------------------------------------------------------------------------

expr ::= primary.
expr(A) ::= AWAIT(T) primary(X).                        { A = NEW(FROM(T), Await, X); }
expr(A) ::= expr(L) VBAR expr(R).                       { A = NEW(FROM(L), BinOp, L, AST_BitOr, R); }
expr(A) ::= expr(L) CIRCUMFLEX expr(R).                 { A = NEW(FROM(L), BinOp, L, AST_BitXor, R); }
expr(A) ::= expr(L) AMPER expr(R).                      { A = NEW(FROM(L), BinOp, L, AST_BitAnd, R); }
expr(A) ::= expr(L) LEFTSHIFT expr(R).                  { A = NEW(FROM(L), BinOp, L, AST_LShift, R); }
expr(A) ::= expr(L) RIGHTSHIFT expr(R).                 { A = NEW(FROM(L), BinOp, L, AST_RShift, R); }
expr(A) ::= expr(L) PLUS expr(R).                       { A = NEW(FROM(L), BinOp, L, AST_Add, R); }
expr(A) ::= expr(L) MINUS expr(R).                      { A = NEW(FROM(L), BinOp, L, AST_Sub, R); }
expr(A) ::= expr(L) STAR expr(R).                       { A = NEW(FROM(L), BinOp, L, AST_Mult, R); }
expr(A) ::= expr(L) SLASH expr(R).                      { A = NEW(FROM(L), BinOp, L, AST_Div, R); }
expr(A) ::= expr(L) DOUBLESLASH expr(R).                { A = NEW(FROM(L), BinOp, L, AST_FloorDiv, R); }
expr(A) ::= expr(L) PERCENT expr(R).                    { A = NEW(FROM(L), BinOp, L, AST_Mod, R); }
expr(A) ::= expr(L) AT expr(R).                         { A = NEW(FROM(L), BinOp, L, AST_MatMult, R); }
expr(A) ::= PLUS(T) expr(X). [UNARY]                    { A = NEW(FROM(T), UnaryOp, AST_UAdd, X); }
expr(A) ::= MINUS(T) expr(X). [UNARY]                   { A = NEW(FROM(T), UnaryOp, AST_USub, X); }
expr(A) ::= TILDE(T) expr(X). [UNARY]                   { A = NEW(FROM(T), UnaryOp, AST_Invert, X); }
expr(A) ::= expr(L) DOUBLESTAR expr(R).                 { A = NEW(FROM(L), BinOp, L, AST_Pow, R); }

// -- Expressions: primaries ---------------------------------------------------------------------------------

%type call_args {CallArgs}
%type slice_list {Elts}
primary ::= atom.
primary(A) ::= primary(X) DOT NAME(N).                 { A = NEW(FROM(X), Attribute, X, IDENT(N), AST_Load); }
primary(A) ::= primary(X) LPAR RPAR.                    { A = NEW(FROM(X), Call, X, NULL, NULL); }
primary(A) ::= primary(X) LPAR call_args(L) RPAR.       { A = NEW(FROM(X), Call, X, L.args, L.keywords); }
primary(A) ::= primary(X) LPAR call_args(L) COMMA RPAR. { A = NEW(FROM(X), Call, X, L.args, L.keywords); }
primary(A) ::= primary(X) LPAR(T) named(E) comp_for(C) RPAR.
                        { A = NEW(FROM(X), Call, X, SEQ(NULL, NEW(FROM(T), GeneratorExp, E, C)), NULL); }
primary(A) ::= primary(X) LSQB slices(S) RSQB.          { A = NEW(FROM(X), Subscript, X, S, AST_Load); }

call_args(A) ::= call_arg(X).                           { A = args_add(p, (CallArgs){ 0 }, X); }
call_args(A) ::= call_args(L) COMMA call_arg(X).        { A = args_add(p, L, X); }
call_arg ::= named.
call_arg(A) ::= STAR(T) test(X).                        { A = NEW(FROM(T), Starred, X, AST_Load); }
call_arg(A) ::= DOUBLESTAR(T) test(X).                  { A = NEW(FROM(T), keyword, 0, X); }
call_arg(A) ::= test(N) EQUAL test(X).                  { A = NEW(FROM(N), keyword, keyword_name(p, N), X); }

slices(A) ::= slice_list(L).                            { A = make_slices(p, L, false); }
slices(A) ::= slice_list(L) COMMA.                      { A = make_slices(p, L, true); }
slice_list(A) ::= slice(X).                             { A = elts_first(X); }
slice_list(A) ::= slice_list(L) COMMA slice(X).         { A = elts_add(p, L, X); }
slice ::= named.
slice ::= star.
slice(A) ::= test(L) COLON(T) test_opt(U).                   { A = NEW(FROM(L), Slice, L, U, NULL); (void)T; }
slice(A) ::= test(L) COLON(T) test_opt(U) COLON test_opt(S).    { A = NEW(FROM(L), Slice, L, U, S); (void)T; }
slice(A) ::= COLON(T) test_opt(U).                              { A = NEW(FROM(T), Slice, NULL, U, NULL); }
slice(A) ::= COLON(T) test_opt(U) COLON test_opt(S).            { A = NEW(FROM(T), Slice, NULL, U, S); }
test_opt(A) ::= .                                       { A = NULL; }
test_opt ::= test.

%type strings {Strings *}
atom(A) ::= NAME(N).                                    { A = NEW(N.span, Name, IDENT(N), AST_Load); }
atom(A) ::= NUMBER(N).                                  { A = make_number(p, N); }
atom(A) ::= strings(S).                                 { A = make_strings(p, S); }
atom(A) ::= NONE(T).                                    { A = NEW(T.span, Constant, VALUE_NONE, 0); }
atom(A) ::= TRUE(T).                                    { A = NEW(T.span, Constant, VALUE_TRUE, 0); }
atom(A) ::= FALSE(T).                                   { A = NEW(T.span, Constant, VALUE_FALSE, 0); }
atom(A) ::= ELLIPSIS(T).                                { A = NEW(T.span, Constant, VALUE_ELLIPSIS, 0); }
strings(A) ::= STRING(T).                               { A = strings_add(p, NULL, T); }
strings(A) ::= strings(L) STRING(T).                    { A = strings_add(p, L, T); }

%type elts {Elts}
atom(A) ::= LPAR(T) RPAR.                               { A = NEW(FROM(T), Tuple, NULL, AST_Load); }
atom(A) ::= LPAR(T) elts(E) RPAR.                       { A = make_paren(p, T, E, false); }
atom(A) ::= LPAR(T) elts(E) COMMA RPAR.                 { A = make_paren(p, T, E, true); }
atom(A) ::= LPAR(T) yield_expr(E) RPAR.                 { A = ast_group(p->arena, FROM(T), E); }
atom(A) ::= LPAR(T) named(X) comp_for(C) RPAR.          { A = NEW(FROM(T), GeneratorExp, X, C); }
atom(A) ::= LSQB(T) RSQB.                               { A = NEW(FROM(T), List, NULL, AST_Load); }
atom(A) ::= LSQB(T) elts(E) RSQB.                       { A = NEW(FROM(T), List, elts_seq(p, E), AST_Load); }
atom(A) ::= LSQB(T) elts(E) COMMA RSQB.                 { A = NEW(FROM(T), List, elts_seq(p, E), AST_Load); }
atom(A) ::= LSQB(T) named(X) comp_for(C) RSQB.          { A = NEW(FROM(T), ListComp, X, C); }
atom(A) ::= LBRACE(T) RBRACE.                           { A = NEW(FROM(T), Dict, NULL, NULL); }
atom(A) ::= LBRACE(T) elts(E) RBRACE.                   { A = NEW(FROM(T), Set, elts_seq(p, E)); }
atom(A) ::= LBRACE(T) elts(E) COMMA RBRACE.             { A = NEW(FROM(T), Set, elts_seq(p, E)); }
atom(A) ::= LBRACE(T) named(X) comp_for(C) RBRACE.      { A = NEW(FROM(T), SetComp, X, C); }
atom(A) ::= LBRACE(T) pairs(L) RBRACE.                  { A = NEW(FROM(T), Dict, L.keys, L.values); }
atom(A) ::= LBRACE(T) pairs(L) COMMA RBRACE.            { A = NEW(FROM(T), Dict, L.keys, L.values); }
atom(A) ::= LBRACE(T) test(K) COLON test(V) comp_for(C) RBRACE.       { A = NEW(FROM(T), DictComp, K, V, C); }

elts(A) ::= elt(X).                                     { A = elts_first(X); }
elts(A) ::= elts(L) COMMA elt(X).                       { A = elts_add(p, L, X); }
elt ::= named.
elt ::= star.

%type pairs {Pairs}
pairs(A) ::= test(K) COLON test(V).                     { A = pairs_add(p, (Pairs){ 0 }, K, V); }
pairs(A) ::= DOUBLESTAR expr(V). [OR]                   { A = pairs_add(p, (Pairs){ 0 }, NULL, V); }
pairs(A) ::= pairs(L) COMMA test(K) COLON test(V).      { A = pairs_add(p, L, K, V); }
pairs(A) ::= pairs(L) COMMA DOUBLESTAR expr(V). [OR]    { A = pairs_add(p, L, NULL, V); }

// -- Comprehensions -----------------------------------------------------------------------------------------

%type comp_for {AstSeq *}
%type comp_ifs {AstSeq *}
comp_for(A) ::= clause(C).                              { A = SEQ(NULL, C); }
comp_for(A) ::= comp_for(L) clause(C).                  { A = SEQ(L, C); }
clause(A) ::= FOR(T) targets(X) IN disj(I) comp_ifs(F).
                                { A = NEW(FROM(T), comprehension, X, I, F, 0); }
clause(A) ::= ASYNC(T) FOR targets(X) IN disj(I) comp_ifs(F).
                                { A = NEW(FROM(T), comprehension, X, I, F, 1); }
comp_ifs(A) ::= .                                       { A = NULL; }
comp_ifs(A) ::= comp_ifs(L) IF disj(C).                 { A = SEQ(L, C); }
