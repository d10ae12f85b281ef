import Testing

@testable import ScenarioKit

@Suite("The timeline of a case")
struct TimelineTests {
    private let chronicle = SampleRun.chronicle()

    private var timeline: Timeline {
        TimelineBuilder.timeline(of: chronicle, colours: CommitColours(chronicle))
    }

    @Test func aReaderHasATrackWithADotForEachRead() throws {
        let tracks = timeline.tracks.filter { $0.group == .readers }
        #expect(tracks.map(\.label) == ["crowd 0", "crowd 1", "crowd 2", "crowd 3"])
        #expect(tracks.flatMap(\.dots).map(\.times.count).reduce(0, +) == chronicle.reads.count)
        #expect(tracks.map(\.violations.count) == [0, 1, 0, 0])
        let told = Set(tracks[0].dots.map(\.label))
        #expect(told == ["A · gen 1, asked for list", "B · gen 2, asked for list"])
        #expect(Set(tracks[0].dots.map(\.kind)).count == 2)
    }

    @Test func aRefIsASpanForEachCommitItPointedTo() throws {
        let track = try #require(timeline.tracks.first { $0.label == "local:main" })
        #expect(track.rows.first?.map(\.label) == ["A", "B"])
        #expect(track.rows.first?.first?.end == 0.1)
    }

    @Test func aStepThatFailedIsMarked() throws {
        let track = try #require(timeline.tracks.first { $0.label == "steps" })
        #expect(track.rows == [track.rows[0]])
        #expect(track.rows[0].first?.kind == "bad")
    }

    @Test func spansOfOneRowNeverOverlap() {
        let spans = [(0.0, 2.0), (1.0, 3.0), (2.0, 4.0), (1.5, 1.6)].map { start, end in
            Timeline.Span(start: start, end: end, label: "", kind: "", title: "")
        }
        let rows = Timeline.rows(spans)
        #expect(rows.count == 3)
        for row in rows {
            #expect(zip(row, row.dropFirst()).allSatisfy { $0.0.end <= $0.1.start })
        }
    }
}
