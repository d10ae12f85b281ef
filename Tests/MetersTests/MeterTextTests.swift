import Meters
import Metrics
import Testing

@Suite("The text of metrics") struct MeterTextTests {
    private func text(_ registry: MeterRegistry) -> String {
        var text = MeterText()
        registry.write(to: &text)
        return String(decoding: text.bytes, as: UTF8.self)
    }

    @Test func aCounterShowsEveryValueOfItsLabelFromTheStart() {
        let registry = MeterRegistry()
        let counters = registry.counters(
            "a_total", help: "Counts a.", label: "kind", values: ["x", "y"])
        #expect(
            text(registry) == """
                # HELP a_total Counts a.
                # TYPE a_total counter
                a_total{kind="x"} 0
                a_total{kind="y"} 0

                """)
        counters["y"].increment()
        counters["y"].increment(by: 2)
        #expect(text(registry).contains("a_total{kind=\"y\"} 3\n"))
    }

    @Test func whatWasNotDeclaredIsCountedTogether() {
        let registry = MeterRegistry()
        let counters = registry.counters("a_total", help: "", label: "kind", values: ["x"])
        for number in 0..<1_000 { counters["unknown-\(number)"].increment() }
        #expect(text(registry).contains("a_total{kind=\"other\"} 1000\n"))
        #expect(text(registry).split(separator: "\n").count == 4)
    }

    @Test func aMeterOfAnybodyWithTheNameCountsIntoTheFamily() {
        let registry = MeterRegistry()
        let label = MeterLabel("kind", ["x", "other"])
        registry.declareCounter("a_total", help: "", labels: [label])
        for value in ["x", "other", "unknown"] {
            Counter(label: "a_total", dimensions: [("kind", value)], factory: registry).increment()
        }
        Counter(label: "a_total", factory: registry).increment()
        #expect(text(registry).hasSuffix("a_total{kind=\"x\"} 1\na_total{kind=\"other\"} 3\n"))
    }

    @Test func whatNobodyDeclaredIsNotCounted() {
        let registry = MeterRegistry()
        registry.declareCounter("a_total", help: "")
        for name in ["b_total", "c"] { Counter(label: name, factory: registry).increment() }
        Gauge(label: "a_total", factory: registry).record(7)
        Timer(label: "a_total", factory: registry).recordSeconds(7)
        #expect(text(registry).hasSuffix("# TYPE a_total counter\na_total 0\n"))
        #expect(text(registry).split(separator: "\n").count == 3)
    }

    @Test func twoLabelsAreCountedByTheirCombination() {
        let registry = MeterRegistry()
        registry.declareCounter(
            "a_total", help: "A.",
            labels: [MeterLabel("k", ["x", "y"]), MeterLabel("s", ["1", "2"])])
        Counter(label: "a_total", dimensions: [("s", "2"), ("k", "x")], factory: registry)
            .increment(by: 5)
        Counter(label: "a_total", dimensions: [("k", "y"), ("s", "9")], factory: registry)
            .increment()
        #expect(
            text(registry) == """
                # HELP a_total A.
                # TYPE a_total counter
                a_total{k="x",s="1"} 0
                a_total{k="x",s="2"} 5
                a_total{k="y",s="1"} 0
                a_total{k="y",s="2"} 0
                a_total{k="y",s="other"} 1

                """)
    }

    @Test func aCounterWithoutALabelHasOneSample() {
        let registry = MeterRegistry()
        let counter = registry.counter("a_total", help: "Counts.")
        counter.increment(by: 7)
        counter.increment(by: -3)
        #expect(text(registry).hasSuffix("# TYPE a_total counter\na_total 7\n"))
    }

    @Test func aGaugeIsShownOnceItIsKnown() {
        let registry = MeterRegistry()
        let gauge = registry.gauge("a_bytes", help: "Bytes.")
        #expect(text(registry).isEmpty)
        gauge.record(12_345_678_901)
        gauge.record(1.5)
        #expect(text(registry).hasSuffix("a_bytes 1.5\n"))
        gauge.record(-3)
        #expect(text(registry).hasSuffix("a_bytes -3\n"))
    }

    @Test func aFactIsItsLabels() {
        let registry = MeterRegistry()
        registry.fact("a_info", help: "It.", [("version", "1.2"), ("commit", "abc")])
        #expect(text(registry).hasSuffix("a_info{version=\"1.2\",commit=\"abc\"} 1\n"))
    }

    @Test func aTimerIsAHistogramThatIsCumulativeAndEndsAtInfinity() {
        let registry = MeterRegistry()
        registry.declareTimer("a_seconds", help: "Time.", bounds: [0.1, 1])
        let timer = Timer(label: "a_seconds", factory: registry)
        for duration in [Duration.milliseconds(50), .milliseconds(100), .seconds(1), .seconds(9)] {
            timer.record(duration: duration)
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

    @Test func eachValueOfATimersLabelHasItsOwnBuckets() {
        let registry = MeterRegistry()
        let timers = registry.timers(
            "a_seconds", help: "", label: "k", values: ["x", "y"], bounds: [1])
        timers["y"].recordSeconds(3)
        #expect(
            text(registry).hasSuffix(
                """
                a_seconds_bucket{k="x",le="1"} 0
                a_seconds_bucket{k="x",le="+Inf"} 0
                a_seconds_sum{k="x"} 0
                a_seconds_count{k="x"} 0
                a_seconds_bucket{k="y",le="1"} 0
                a_seconds_bucket{k="y",le="+Inf"} 1
                a_seconds_sum{k="y"} 3
                a_seconds_count{k="y"} 1

                """))
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
        let timer = registry.timer("b_seconds", help: "")
        await withTaskGroup { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<10_000 {
                        counter.increment()
                        timer.recordMilliseconds(1)
                    }
                }
            }
        }
        #expect(text(registry).contains("a_total 80000\n"))
        #expect(text(registry).hasSuffix("b_seconds_sum 80\nb_seconds_count 80000\n"))
    }

    @Test func twoServersOfOneProcessAreCountedApart() {
        let (one, other) = (MeterRegistry(), MeterRegistry())
        let counters = [one, other].map { $0.counter("a_total", help: "") }
        counters[0].increment(by: 3)
        #expect(text(one).hasSuffix("a_total 3\n") && text(other).hasSuffix("a_total 0\n"))
    }
}
