"""Residual networks for images of about 30 by 30 pixels: ResNet-18, and one for a single core."""

import torch
from torch.nn import functional


class ResNet18(torch.nn.Module):
    """He et al. 2016, with a first convolution of 3 by 3 and no pooling before the blocks."""

    def __init__(self, channels: int, classes: int) -> None:
        super().__init__()
        blocks = []
        width = 64
        for stage, wider in enumerate((64, 128, 256, 512)):
            blocks.append(_Block(width, wider, stride=1 if stage == 0 else 2))
            blocks.append(_Block(wider, wider, stride=1))
            width = wider
        self.layers = torch.nn.Sequential(
            torch.nn.Conv2d(channels, 64, 3, padding=1, bias=False),
            torch.nn.BatchNorm2d(64),
            torch.nn.ReLU(),
            *blocks,
            torch.nn.AdaptiveAvgPool2d(1),
            torch.nn.Flatten(),
            torch.nn.Linear(512, classes),
        )

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        """Scores (image, class) of images (image, channel, row, column)."""
        return self.layers(images)


class SmallResNet(torch.nn.Module):
    """The mean of 2 by 2 pixels, a convolution of stride 2, and two blocks, the second wider."""

    def __init__(self, channels: int, classes: int, width: int) -> None:
        super().__init__()
        self.layers = torch.nn.Sequential(
            torch.nn.AvgPool2d(2),
            torch.nn.Conv2d(channels, width, 3, stride=2, padding=1, bias=False),
            torch.nn.BatchNorm2d(width),
            torch.nn.ReLU(),
            _Block(width, width, stride=1),
            _Block(width, 2 * width, stride=2),
            torch.nn.AdaptiveAvgPool2d(1),
            torch.nn.Flatten(),
            torch.nn.Linear(2 * width, classes),
        )

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        """Scores (image, class) of images (image, channel, row, column)."""
        return self.layers(images)


class _Block(torch.nn.Module):
    def __init__(self, width: int, wider: int, stride: int) -> None:
        super().__init__()
        self.path = torch.nn.Sequential(
            torch.nn.Conv2d(width, wider, 3, stride=stride, padding=1, bias=False),
            torch.nn.BatchNorm2d(wider),
            torch.nn.ReLU(),
            torch.nn.Conv2d(wider, wider, 3, padding=1, bias=False),
            torch.nn.BatchNorm2d(wider),
        )
        self.short = torch.nn.Sequential()
        if stride != 1 or width != wider:
            self.short = torch.nn.Sequential(
                torch.nn.Conv2d(width, wider, 1, stride=stride, bias=False),
                torch.nn.BatchNorm2d(wider),
            )

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        return functional.relu(self.path(images) + self.short(images))
