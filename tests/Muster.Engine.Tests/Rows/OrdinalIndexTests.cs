using Muster.Engine.Rows;

namespace Muster.Engine.Tests.Rows;

public class OrdinalIndexTests
{
    [Fact]
    public void AnIndex_FindsWhatWasAddedAndNotRemoved_HoweverTagsCollide()
    {
        for (int seed = 1; seed <= 50; seed++)
        {
            Random random = new(seed);
            OrdinalIndex index = new();
            HashSet<(uint Tag, int Ordinal)> expected = [];
            for (int step = 0; step < 2_000; step++)
            {
                // Few tags, at the end of the table, so that they collide and wrap around.
                (uint tag, int ordinal) = ((uint)random.Next(random.Next(2) == 0 ? 40 : 4_000) - 20, random.Next(200));
                if (random.Next(3) == 0)
                {
                    index.Remove(tag, ordinal);
                    expected.Remove((tag, ordinal));
                }
                else if (expected.Add((tag, ordinal)))
                {
                    index.Add(tag, ordinal);
                }
            }

            Assert.Equal(expected.Count, index.Count);
            foreach (uint tag in expected.Select(entry => entry.Tag).Append(12_345u).Distinct())
            {
                List<int> found = [];
                foreach (int ordinal in index.Find(tag))
                {
                    found.Add(ordinal);
                }

                Assert.Equal(expected.Where(entry => entry.Tag == tag).Select(entry => entry.Ordinal).Order(), found.Order());
            }
        }
    }
}
