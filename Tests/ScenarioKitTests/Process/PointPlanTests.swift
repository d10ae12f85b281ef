import Testing

@testable import ScenarioKit

@Suite("What happens at the named points of a server")
struct PointPlanTests {
    private var plan = PointPlan(seed: 1)

    private func fault(_ id: String, _ point: String, _ action: Fault.Action?) -> Fault {
        var fault = Fault(id: id, actor: "api")
        fault.point = point
        fault.do = action
        return fault
    }

    @Test mutating func nothingIsHeldWhereNothingWasAskedFor() {
        plan.begin(fault("f", "after-fetched", .kill))
        #expect(plan.points == ["after-fetched"])
        #expect(plan.arrival(at: "before-swapped") == .pass)
        #expect(plan.met.isEmpty)
    }

    @Test(arguments: [
        (Fault.Action?.none, PointPlan.Decision.kill), (.kill, .kill), (.throw, .fail),
        (.delay, .delay(.seconds(2), fault: "f")), (.pause, .pause(.seconds(2), fault: "f")),
    ])
    func aFaultDoesWhatItSays(action: Fault.Action?, decision: PointPlan.Decision) {
        var plan = plan
        var fault = fault("f", "before-swapped", action)
        fault.for = .seconds(2)
        plan.begin(fault)
        #expect(plan.arrival(at: "before-swapped") == decision)
        #expect(plan.met == ["f"])
    }

    @Test mutating func aHealedFaultDoesNothing() {
        plan.begin(fault("f", "before-swapped", .throw))
        plan.heal("f")
        #expect(plan.points.isEmpty)
        #expect(plan.arrival(at: "before-swapped") == .pass)
    }

    @Test mutating func theNthArrivalIsHeldAndNoOther() {
        plan.arm("g", at: "before-swapped", nth: 2)
        #expect(plan.arrival(at: "before-swapped") == .pass)
        #expect(!plan.isReached("g"))
        #expect(plan.arrival(at: "before-swapped") == .held)
        #expect(plan.isReached("g"))
        #expect(plan.arrival(at: "before-swapped") == .pass)
    }

    @Test mutating func aReleasedGateNamesItsPointOnlyWhenSomebodyIsThere() {
        plan.arm("g", at: "before-swapped", nth: 1)
        #expect(plan.release("g") == nil)
        plan.arm("g", at: "before-swapped", nth: 1)
        #expect(plan.arrival(at: "before-swapped") == .held)
        #expect(plan.release("g") == "before-swapped")
        #expect(plan.points.isEmpty)
    }

    @Test mutating func whoComesFromAGateMeetsTheFaultBehindIt() {
        plan.begin(fault("f", "before-swapped", .throw))
        plan.arm("g", at: "before-swapped", nth: 1)
        #expect(plan.arrival(at: "before-swapped") == .held)
        #expect(plan.met.isEmpty)
        #expect(plan.release("g") == "before-swapped")
        #expect(plan.decision(at: "before-swapped") == .fail)
    }

    @Test mutating func chanceFollowsTheSeed() {
        var rare = fault("f", "after-fetched", .throw)
        rare.probability = 0.5
        plan.begin(rare)
        var other = plan
        let first = (0..<64).map { _ in plan.arrival(at: "after-fetched") }
        #expect(first == (0..<64).map { _ in other.arrival(at: "after-fetched") })
        #expect(first.contains(.pass) && first.contains(.fail))
    }
}
