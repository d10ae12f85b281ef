import GitModel
import Testing

@Suite("Durations as people write them") struct DurationTextTests {
    @Test(arguments: [
        ("0", Duration.zero), ("0s", .zero), ("250ms", .milliseconds(250)), ("5s", .seconds(5)),
        ("15m", .seconds(900)), ("2h", .seconds(7_200)), ("1d", .seconds(86_400)),
        ("7us", .microseconds(7)), ("1.5s", .milliseconds(1_500)), ("0.5m", .seconds(30)),
        ("3650d", .seconds(315_360_000)),
    ])
    func areRead(text: String, duration: Duration) {
        #expect(DurationText.parse(text) == duration)
    }

    @Test(arguments: [
        "", "5", "s", "-5s", "+5s", "5 s", " 5s", "5s ", "5S", "5sec", "1m30s", "1e3s", "0x5s",
        "1.2.3s", ".s", "٣s", "3651d", "99999999999999999999999d", "nans", "infs", "1,5s",
    ])
    func areRefused(text: String) {
        #expect(DurationText.parse(text) == nil)
    }
}
