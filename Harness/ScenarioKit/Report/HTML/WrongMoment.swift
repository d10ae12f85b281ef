/// Something that went wrong at a moment and is no read: a failed step, a forced push.
struct WrongMoment: Sendable, Equatable {
    /// When; nil: found once everything had ended.
    let at: MonotonicTime?
    /// What a person is told.
    let text: String

    /// All of a case, earliest first. A case that is red without a red read has at least one.
    static func all(of verdict: Verdict, in chronicle: Chronicle) -> [WrongMoment] {
        var moments = chronicle.events.compactMap { event -> WrongMoment? in
            if let how = forced(event) {
                let words = chronicle.naming("git push was called with \(how)")
                return .init(at: event.at, text: "\(words): it overwrites whatever is there")
            }
            guard event.kind == "step-end", event["ok"]?.flag == false else { return nil }
            return .init(at: event.at, text: verdict.trouble?.sentence ?? "a step failed")
        }
        let isTold = !moments.isEmpty || !chronicle.violations.isEmpty
        if let trouble = verdict.trouble, !isTold {
            moments.append(.init(at: nil, text: trouble.sentence))
        } else if !isTold, let finding = verdict.findings.first {
            moments.append(.init(at: nil, text: finding.description))
        }
        return moments
    }

    /// How a push of the server could have overwritten something; nil for all else.
    static func forced(_ event: EventLog.Event) -> String? {
        guard event.kind == "git", event["command"]?.text == "push" else { return nil }
        return GitCall.forced(in: (event["argv"]?.items ?? []).compactMap(\.text))
    }
}
