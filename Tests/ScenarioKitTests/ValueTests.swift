import ScenarioKit
import Testing

@Suite struct ValueTests {
    @Test(arguments: [
        ("50ms", Duration.milliseconds(50)), ("1.5s", .milliseconds(1_500)),
        ("2h", .seconds(7_200)), ("7us", .microseconds(7)), ("1m", .seconds(60)),
        ("3d", .seconds(259_200)),
    ])
    func aDurationHasAUnit(text: String, wanted: Duration) {
        #expect(Units.duration(text) == wanted)
    }

    @Test(arguments: ["5", "s", "-1s", "1 s", "1.s", ".5s", "1e3s", "1S", ""])
    func whatIsNoDurationIsNone(text: String) {
        #expect(Units.duration(text) == nil)
    }

    @Test(arguments: [("5B", 5), ("512KiB", 524_288), ("3MiB", 3_145_728), ("1GiB", 1 << 30)])
    func aSizeHasAUnit(text: String, wanted: Int) {
        #expect(Units.size(text)?.bytes == wanted)
    }

    @Test(arguments: ["5", "5KB", "1.5MiB", "-1B", "99999999999GiB"])
    func whatIsNoSizeIsNone(text: String) {
        #expect(Units.size(text) == nil)
    }

    @Test(arguments: [
        ("2026-11-21T09:00:00Z", 1_795_251_600), ("1970-01-01T00:00:00Z", 0),
        ("2026-11-21T10:00:00+01:00", 1_795_251_600), ("2024-02-29T12:00:00.5Z", 1_709_208_000),
        ("1969-12-31T23:59:59Z", -1),
    ])
    func aDateIsTheSecondTheCalendarSays(text: String, seconds: Int64) {
        #expect(UTCInstant(rfc3339: text)?.seconds == seconds)
    }

    @Test(arguments: [
        "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-11-21", "2026-11-21T24:00:00Z",
        "2026-11-21T09:00:00", "2026-11-21T09:00:00+1:00",
    ])
    func whatIsNoDateIsNone(text: String) {
        #expect(UTCInstant(rfc3339: text) == nil)
    }

    @Test func datesComeBackAsText() {
        for seconds in stride(from: Int64(-10_000_000_000), to: 10_000_000_000, by: 86_399_999) {
            let instant = UTCInstant(seconds: seconds)
            #expect(UTCInstant(rfc3339: instant.rfc3339) == instant)
        }
    }

    @Test(arguments: [
        (">= 3", 3.0, true), (">= 3", 2.9, false), ("< 10", 9, true), ("!= 0", 0, false),
        ("== 4", 4, true), ("<= 1KiB", 1_024, true), ("> 2", 2, false),
    ])
    func aNumberIsCompared(text: String, seen: Double, matches: Bool) throws {
        #expect(try #require(Comparison(text)).matches(seen) == matches)
    }

    @Test func aComparisonNeverMatchesAnotherKind() throws {
        let slow = try #require(Comparison("< 50ms"))
        #expect(slow.matches(.milliseconds(49)))
        #expect(!slow.matches(.milliseconds(50)))
        #expect(!slow.matches(3))
        #expect(!(try #require(Comparison("!= 3")).matches(.seconds(1))))
        #expect(Comparison("3") == nil)
        #expect(Comparison(">=3") == nil)
    }

    @Test func aCaptureHasANameAndAPath() {
        #expect(CaptureReference("$w1.commit") == CaptureReference(name: "w1", path: ["commit"]))
        #expect(CaptureReference("$w1") == CaptureReference(name: "w1", path: []))
        for text in ["w1.commit", "$", "$W", "${{ slug }}", "$w1.", "$w1..x"] {
            #expect(CaptureReference(text) == nil)
        }
    }

    @Test func aRefHasAnActorAndAFullName() {
        #expect(ActorRef("origin:main")?.fullName == "refs/heads/main")
        #expect(ActorRef("local:refs/x/y")?.fullName == "refs/x/y")
        for text in ["main", "Origin:main", "origin:", "origin:a b", "origin:a..b~1", ":x"] {
            #expect(ActorRef(text) == nil)
        }
    }

    @Test(arguments: [
        ("a = 1\n", "a", "2", "a = 2\n"),
        ("a = 1", "b", "x", "a = 1\nb = \"x\"\n"),
        ("[t]\na = 1\n", "a", "2", "a = 2\n[t]\na = 1\n"),
        ("\"a\" = 1\n", "a", "2", "a = 2\n"),
        ("a = \"\"\"\nb = 9\n\"\"\"\n", "b", "2", "a = \"\"\"\nb = 9\n\"\"\"\nb = 2\n"),
        ("", "a", "2", "a = 2\n"),
    ])
    func aPatchTouchesOneTopLevelKey(
        text: String, key: String, value: String, wanted: String
    ) {
        let data = Int64(value).map { DataValue.integer($0) } ?? .string(value)
        let field = DataValue.Field(name: key, value: data)
        #expect(TOMLText.patch(text, [field]) == wanted)
    }

    @Test func whatIsWrittenIsReadBack() {
        let fields: [DataValue.Field] = [
            DataValue.Field(name: "text", value: .string("tab\t \"q\" \\ é \u{1}")),
            DataValue.Field(name: "odd key", value: .boolean(true)),
            DataValue.Field(name: "number", value: .number(2.5)),
            DataValue.Field(name: "count", value: .integer(-3)),
        ]
        #expect(TOMLText.fields(TOMLText.render(fields)) == fields)
    }
}
