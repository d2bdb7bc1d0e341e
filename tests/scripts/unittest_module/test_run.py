# Shows: a suite of unittest that passes, fails, errs and skips, with its results.
import io
import re
import unittest


class Sample(unittest.TestCase):
    @classmethod
    def setUpClass(cls): cls.log = ["class"]

    def setUp(self): self.log.append("up")
    def tearDown(self): self.log.append("down")

    def test_passes(self):
        self.assertEqual(1 + 1, 2)
        self.assertIn("a", "abc")
        self.assertRaises(ZeroDivisionError, lambda: 1 / 0)
        with self.assertRaisesRegex(ValueError, "invalid literal"):
            int("x")

    def test_fails(self): self.assertEqual([1, 2, 3], [1, 5, 3])
    def test_fails_on_text(self): self.assertEqual("one\ntwo\n", "one\nthree\n")
    def test_fails_on_dict(self): self.assertEqual({"a": 1}, {"a": 2})
    def test_errs(self): raise KeyError("unexpected")
    @unittest.skip("not today")
    def test_skipped(self): ...
    @unittest.expectedFailure
    def test_expected(self): self.fail("as expected")

    def test_parts(self):
        for n in range(3):
            with self.subTest(n=n):
                self.assertNotEqual(n, 1)

    def test_cleanup(self):
        self.addCleanup(self.log.append, "cleaned")
        self.assertAlmostEqual(0.1 + 0.2, 0.3)
        self.assertIsNone(None, "message")


suite = unittest.defaultTestLoader.loadTestsFromTestCase(Sample)
stream = io.StringIO()
result = unittest.TextTestRunner(stream=stream, verbosity=2).run(suite)
print(
    result.testsRun, len(result.failures), len(result.errors), len(result.skipped),
    len(result.expectedFailures), result.wasSuccessful()
)
for test, text in result.failures + result.errors:
    print(test.id().rpartition(".")[2], "|", text.strip().splitlines()[-1])
text = re.sub(r"in \d+\.\d+s", "in no time", stream.getvalue())
print(text.partition("=====")[0])
print(
    text.splitlines()[-3:], Sample.log.count("up") == Sample.log.count("down"),
    Sample.log.count("cleaned")
)
case = Sample("test_passes")
for action in (
    lambda: case.assertTrue(0), lambda: case.assertIs([], []), lambda: case.assertGreater(1, 2),
    lambda: case.assertIsInstance(1, str), lambda: case.assertCountEqual([1, 1], [1]),
    lambda: case.assertRegex("abc", "x"), lambda: case.assertAlmostEqual(1, 1.1),
    lambda: case.assertEqual(1, 2, "my words"), lambda: case.assertRaises(ValueError, int, "5"),
    lambda: case.assertDictEqual({"a": 1}, {"a": 2}), lambda: case.assertIn(1, [2]),
    lambda: case.assertFalse([1])
):
    try:
        action()
    except AssertionError as error:
        print(str(error).replace("\n", " / "))
