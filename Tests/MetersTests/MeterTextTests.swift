import Meters
import Testing

@Suite("The text of metrics") struct MeterTextTests {
    private func text(_ registry: MeterRegistry) -> String {
        var text = MeterText()
        registry.write(to: &text)
        return String(decoding: text.bytes, as: UTF8.self)
    }

    @Test func aCounterShowsEveryValueOfItsLabelFromTheStart() {
        let registry = MeterRegistry()
        let counter = registry.counter(
            "a_total", help: "Counts a.", label: "kind", values: ["x", "y"])
        #expect(
            text(registry) == """
                # HELP a_total Counts a.
                # TYPE a_total counter
                a_total{kind="x"} 0
                a_total{kind="y"} 0

                """)
        counter.add(1, "y")
        counter.add(2, "y")
        #expect(text(registry).contains("a_total{kind=\"y\"} 3\n"))
    }

    @Test func whatWasNotDeclaredIsCountedTogether() {
        let registry = MeterRegistry()
        let counter = registry.counter("a_total", help: "", label: "kind", values: ["x"])
        for number in 0..<1_000 { counter.add(1, "unknown-\(number)") }
        #expect(text(registry).contains("a_total{kind=\"other\"} 1000\n"))
        #expect(text(registry).split(separator: "\n").count == 4)
    }

    @Test func aCounterWithoutALabelHasOneSample() {
        let registry = MeterRegistry()
        registry.counter("a_total", help: "Counts.").add(7)
        #expect(text(registry).hasSuffix("# TYPE a_total counter\na_total 7\n"))
    }

    @Test func aGaugeIsShownOnceItIsKnown() {
        let registry = MeterRegistry()
        let gauge = registry.gauge("a_bytes", help: "Bytes.")
        #expect(text(registry).isEmpty)
        gauge.set(12_345_678_901)
        gauge.set(1.5)
        #expect(text(registry).hasSuffix("a_bytes 1.5\n"))
        gauge.set(-3)
        #expect(text(registry).hasSuffix("a_bytes -3\n"))
    }

    @Test func aHistogramIsCumulativeAndEndsAtInfinity() {
        let registry = MeterRegistry()
        let histogram = registry.histogram("a_seconds", help: "Time.", bounds: [0.1, 1])
        for duration in [Duration.milliseconds(50), .milliseconds(100), .seconds(1), .seconds(9)] {
            histogram.observe(duration)
        }
        #expect(
            text(registry) == """
                # HELP a_seconds Time.
                # TYPE a_seconds histogram
                a_seconds_bucket{le="0.1"} 2
                a_seconds_bucket{le="1"} 3
                a_seconds_bucket{le="+Inf"} 4
                a_seconds_sum 10.15
                a_seconds_count 4

                """)
    }

    @Test func whatWouldBreakALineIsEscaped() {
        var text = MeterText()
        text.begin("a", .gauge, help: "one\ntwo \\")
        text.sample(1, [.init("x", "a\"b\\c\nd")])
        #expect(
            String(decoding: text.bytes, as: UTF8.self)
                == "# HELP a one\\ntwo \\\\\n# TYPE a gauge\na{x=\"a\\\"b\\\\c\\nd\"} 1\n")
    }

    @Test func countsFromManyTasksAreAllThere() async {
        let registry = MeterRegistry()
        let counter = registry.counter("a_total", help: "")
        await withTaskGroup { group in
            for _ in 0..<8 {
                group.addTask { for _ in 0..<10_000 { counter.add() } }
            }
        }
        #expect(text(registry).hasSuffix("a_total 80000\n"))
    }
}
