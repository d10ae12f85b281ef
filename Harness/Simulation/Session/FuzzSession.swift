import Synchronization

/// Plays cases until the budget is over or an invariant does not hold.
package struct FuzzSession: Sendable {
    /// Told now and then how many cases were played.
    package typealias Progress = @Sendable (_ cases: Int) -> Void

    /// One case of so many is played twice and must be the same run twice.
    private static let twice = 61
    /// Cases between two words about the progress.
    private static let progressEvery = 500
    /// The part of the budget that the small cases may take.
    private static let exhaustiveShare = 3

    private let options: FuzzOptions
    private let clock = ContinuousClock()
    private let progress: Progress

    package init(_ options: FuzzOptions, progress: @escaping Progress = { _ in }) {
        self.options = options
        self.progress = progress
    }

    package func run() async -> FuzzSummary {
        let start = clock.now
        var summary = FuzzSummary(seed: options.seed)
        if options.isExhaustive {
            await playSmallCases(until: start + options.budget / Self.exhaustiveShare, &summary)
        }
        if summary.finding == nil { await playRandomCases(until: start + options.budget, &summary) }
        summary.elapsed = clock.now - start
        return summary
    }

    /// Every small case, without a crash and with one at every action boundary.
    private func playSmallCases(
        until end: ContinuousClock.Instant, _ summary: inout FuzzSummary
    ) async {
        let generator = CaseGenerator(.crash)
        var enumerator = ChoiceEnumerator()
        while var tape = enumerator.tape(), clock.now < end {
            let small = generator.makeSmall(&tape)
            enumerator.used(tape)
            let calm = await play(small, &summary)
            guard summary.finding == nil else { return }
            for (step, boundaries) in calm.boundaries.enumerated() {
                for boundary in 0..<boundaries {
                    _ = await play(small.crashing(at: boundary + 1, inStep: step), &summary)
                    guard summary.finding == nil else { return }
                }
            }
        }
        summary.isExhausted = enumerator.isExhausted
    }

    private func play(_ small: SimulatedCase, _ summary: inout FuzzSummary) async -> CaseResult {
        let result = await small.play(mutant: options.mutant)
        summary.exhaustive += 1
        summary.marks.formUnion(result.marks)
        if summary.exhaustive.isMultiple(of: Self.progressEvery) { progress(summary.exhaustive) }
        if let violation = result.violation {
            summary.finding = CaseFinding(
                played: small, violation: violation, number: nil, tape: [], profile: .crash)
        }
        return result
    }

    private func playRandomCases(
        until end: ContinuousClock.Instant, _ summary: inout FuzzSummary
    ) async {
        let before = summary.exhaustive
        // The number of the first case that failed: none behind it is begun.
        let stop = Counter(options.cases)
        let played = Counter(before)
        let parts = await withTaskGroup(of: FuzzSummary.self) { group in
            for worker in 0..<options.workers {
                group.addTask {
                    await playRandomCases(from: worker, until: end, stop: stop, played: played)
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        for part in parts { summary.add(part) }
    }

    private func playRandomCases(
        from first: Int, until end: ContinuousClock.Instant, stop: Counter, played: Counter
    ) async -> FuzzSummary {
        var summary = FuzzSummary(seed: options.seed)
        var number = first
        while number < stop.value, clock.now < end {
            let finding = await playRandomCase(number, &summary)
            if let finding {
                stop.lower(to: number)
                summary.finding = finding
                break
            }
            let count = played.add(1)
            if count.isMultiple(of: Self.progressEvery) { progress(count) }
            number += options.workers
        }
        return summary
    }

    private func playRandomCase(
        _ number: Int, _ summary: inout FuzzSummary
    ) async -> CaseFinding? {
        let (made, tape, profile) = randomCase(number)
        let result = await made.play(mutant: options.mutant)
        summary.random += 1
        summary.marks.formUnion(result.marks)
        var violation = result.violation
        if violation == nil, number.isMultiple(of: Self.twice) {
            let again = await made.play(mutant: options.mutant)
            if again.hash != result.hash {
                violation = Violation(
                    invariant: "same-case-same-run", detail: "two runs differ", step: 0,
                    command: "-")
            }
        }
        return violation.map {
            CaseFinding(played: made, violation: $0, number: number, tape: tape, profile: profile)
        }
    }

    /// The `number`th random case of the session.
    package func randomCase(_ number: Int) -> (SimulatedCase, [UInt32], CaseProfile) {
        let all = CaseProfile.allCases
        let profile = options.profile ?? all[number % all.count]
        var seeds = SeededNumbers(seed: options.seed &+ UInt64(number) &* 0x9E37_79B9)
        var tape = ChoiceTape(seed: seeds.next())
        let made = CaseGenerator(profile).make(&tape)
        return (made, tape.choices, profile)
    }
}

/// A number that several workers look at.
private final class Counter: Sendable {
    private let number: Mutex<Int>

    init(_ number: Int) { self.number = Mutex(number) }

    var value: Int { number.withLock { $0 } }
    func lower(to value: Int) { number.withLock { $0 = min($0, value) } }

    func add(_ count: Int) -> Int {
        number.withLock { number in
            number += count
            return number
        }
    }
}

extension SimulatedCase {
    /// The same case with a crash. Step 0 is the start of the server.
    package func crashing(at boundary: Int, inStep step: Int) -> SimulatedCase {
        var result = self
        if step == 0 {
            result.start.interruptions[boundary] = .crash
        } else {
            result.steps[step - 1].interruptions[boundary] = .crash
        }
        return result
    }
}
