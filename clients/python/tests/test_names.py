import unittest

from lode_client import GroupKey
from lode_client.names import decimal, encode, run_folder, schedule_folder


class NamesTest(unittest.TestCase):
    def test_encodes_as_java_does(self) -> None:
        # The right-hand sides are what java.net.URLEncoder writes, the asterisk encoded.
        for name, expected in (
            ("resnet-50_v1.5", "resnet-50_v1.5"),
            ("a/b=c d", "a%2Fb%3Dc+d"),
            ("*~", "%2A%7E"),
            ("é\u2028\U0001f600", "%C3%A9%E2%80%A8%F0%9F%98%80"),
            ("..", ".."),
            ("a+b%20\n\"'", "a%2Bb%2520%0A%22%27"),
            ("\ud800", "%3F"),
        ):
            self.assertEqual(encode(name), expected)

    def test_fractions_are_written_as_java_writes_them(self) -> None:
        for value, expected in (
            (1, "1.0"),
            (0.5, "0.5"),
            (0.001, "0.001"),
            (0.0001, "1.0E-4"),
            (0.00025, "2.5E-4"),
            (1 / 3e4, "3.3333333333333335E-5"),
        ):
            self.assertEqual(decimal(value), expected)

    def test_folders(self) -> None:
        group = GroupKey("m", "d/1")
        self.assertEqual(
            schedule_folder(group, 0.5), "schedules/model=m/dataset=d%2F1/optimizer=unknown/horizon=0.5"
        )
        self.assertEqual(
            schedule_folder(group, 1, "r 1"),
            "schedules/model=m/dataset=d%2F1/optimizer=unknown/run=r+1/horizon=1.0",
        )
        self.assertEqual(
            run_folder(group, "../x"), "runs/model=m/dataset=d%2F1/optimizer=unknown/run=..%2Fx"
        )

    def test_a_blank_name_is_refused(self) -> None:
        with self.assertRaisesRegex(ValueError, "dataset must be a name, found ' '"):
            GroupKey("m", " ")
