import unittest

from tests import optional

optional.require("torch")

import torch

from examples.curvature import top_eigenvalue


class TopEigenvalueTest(unittest.TestCase):
    def quadratic(self, eigenvalues: torch.Tensor, **more):
        """Of a quadratic with these eigenvalues in a random basis, its weights in two tensors."""
        torch.manual_seed(3)
        basis, _ = torch.linalg.qr(torch.randn(len(eigenvalues), len(eigenvalues)).double())
        hessian = basis @ torch.diag(eigenvalues) @ basis.T
        first = torch.randn(2).double().requires_grad_()
        rest = torch.randn(len(eigenvalues) - 2).double().requires_grad_()

        def loss() -> torch.Tensor:
            w = torch.cat([first, rest])
            return w @ hessian @ w / 2 + w.sum()

        return top_eigenvalue(loss, [first, rest], **more)

    def test_finds_the_largest_eigenvalue_of_a_quadratic(self) -> None:
        found = self.quadratic(
            torch.tensor([0.1, 1.0, 3.0, 7.5]).double(), iterations=200, tolerance=1e-9
        )
        self.assertTrue(found.converged)
        self.assertAlmostEqual(found.value, 7.5, delta=1e-6)

    def test_keeps_the_sign_of_the_eigenvalue_of_largest_magnitude(self) -> None:
        found = self.quadratic(
            torch.tensor([-9.0, 1.0, 3.0, 4.0]).double(), iterations=200, tolerance=1e-9
        )
        self.assertAlmostEqual(found.value, -9.0, delta=1e-6)

    def test_says_where_it_has_not_converged(self) -> None:
        found = self.quadratic(torch.tensor([1.0, 7.0, 7.4, 7.5]).double(), iterations=2)
        self.assertEqual((found.iterations, found.converged), (2, False))

    def test_a_plane_has_none(self) -> None:
        weights = torch.ones(3).requires_grad_()
        found = top_eigenvalue(lambda: (weights * 2).sum() + 0 * (weights**2).sum(), [weights])
        self.assertEqual(found.value, 0.0)


if __name__ == "__main__":
    unittest.main()
