import Testing

@testable import LiveData

@Suite struct CommonQueriesTests {
    @Test func remembersAVerdictUntilManyRowsCame() {
        var queries = CommonQueries()
        queries.note(true, of: SearchQuery("water "))
        queries.note(false, of: SearchQuery("water"))
        queries.noteRows(Limits.rowsBetweenCounts - 1)
        #expect(queries.isTooCommon(SearchQuery("water ")) == true)
        #expect(queries.isTooCommon(SearchQuery("water")) == false)
        #expect(queries.isTooCommon(SearchQuery("park ")) == nil)
        queries.noteRows(1)
        #expect(queries.isTooCommon(SearchQuery("water ")) == nil)
    }

    @Test func remembersAsManyAsItMay() {
        var queries = CommonQueries()
        for number in 0...Limits.rememberedQueries {
            queries.note(false, of: SearchQuery("word\(number) "))
        }
        #expect(queries.isTooCommon(SearchQuery("word0 ")) == nil)
        #expect(queries.isTooCommon(SearchQuery("word\(Limits.rememberedQueries) ")) == false)
    }
}
