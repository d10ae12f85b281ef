import LiveData
import NIOCore
import TestSupport
import Testing

@testable import HTTPAPI

@Suite("Events as they are sent") struct EventFrameTests {
    private let id = EventID(start: "abc", generation: 7)
    private let snapshot = Snapshot(commit: nil, tree: nil, generation: 7, sheets: [:])

    private func opening(_ opening: EventPosition.Opening) -> String {
        String(
            buffer: EventFrame.opening(opening, of: snapshot, id, retry: .milliseconds(2_500)))
    }

    @Test func aCommentIsOneLineAndEndsNoEvent() {
        #expect(String(buffer: EventFrame.heartbeat) == ": still here\n")
    }

    @Test func theFirstEventSaysWhenToComeBack() {
        #expect(
            opening(.state) == """
                retry: 2500
                event: state
                id: abc-7
                data: {"commit":null,"generation":7}


                """)
        #expect(
            opening(.reset(.tooOld)) == """
                retry: 2500
                event: reset
                id: abc-7
                data: {"commit":null,"generation":7,"reason":"too-old"}


                """)
        #expect(opening(.resume) == "retry: 2500\n")
    }

    @Test func noNameEndsALineEarly() {
        let records = [RecordChange(sheet: "a\nb", path: "c\r\ndata: d", op: .added)]
        let swap = Swap(
            commit: nil, generation: 7, changes: ChangeSummary(sheets: ["a\nb"], records: records))
        var reader = EventReader()
        let frame = EventFrame.swap(swap, id)
        let events = reader.take(frame.readableBytesView)
        #expect(events.count == 1)
        #expect(events.first?.name == "swap" && events.first?.id == "abc-7")
        #expect(!String(buffer: frame).contains("\r"))
        #expect(events.first?.data.contains(#""path":"c\r\ndata: d""#) == true)
    }
}
