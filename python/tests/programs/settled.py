"""The same program with nothing left undone: every result is computed before the next statement begins."""

from __future__ import annotations

import ast


class Settling(ast.NodeTransformer):
    """Puts `settle()` behind every simple statement, and around what is computed and kept by nobody."""

    def visit_Expr(self, node: ast.Expr) -> list[ast.stmt]:
        kept = ast.Expr(ast.Call(ast.Name("settle", ast.Load()), [node.value], []))
        return [ast.copy_location(kept, node), *settle_behind(node)]

    def visit_Assign(self, node: ast.Assign) -> list[ast.stmt]:
        return [node, *settle_behind(node)]

    def visit_AugAssign(self, node: ast.AugAssign) -> list[ast.stmt]:
        return [node, *settle_behind(node)]


def settle_behind(node: ast.stmt) -> list[ast.stmt]:
    return [ast.copy_location(ast.Expr(ast.Call(ast.Name("settle", ast.Load()), [], [])), node)]


def settled(source: str) -> str:
    """The source with calls of `settle`, which `record.Stage` offers: its warnings are owed in every mode."""
    return ast.unparse(ast.fix_missing_locations(Settling().visit(ast.parse(source))))
