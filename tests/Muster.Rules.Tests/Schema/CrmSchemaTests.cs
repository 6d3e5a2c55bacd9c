using Muster.Rules.Schema;

namespace Muster.Rules.Tests.Schema;

public class CrmSchemaTests
{
    [Theory]
    [InlineData("contact", null, "There is an object \"contact\" already.")]
    [InlineData("visit", "deals", "\"deals\" is the plural of the object \"deal\" already. Choose another name.")]
    [InlineData("deals", null, "\"deals\" is the plural of the object \"deal\" already. Choose another name.")]
    [InlineData("visit", "Many Visits", "\"Many Visits\" is no object name: it takes lower-case letters, digits and underscores, a letter first, at most 64 of them. Try \"many_visits\".")]
    [InlineData("", null, "\"\" is no object name: it takes lower-case letters, digits and underscores, a letter first, at most 64 of them.")]
    [InlineData("segment", null, "\"segment\" cannot name an object: rules call segments and lists so. Choose another name.")]
    [InlineData("sheet", "lists", "\"lists\" cannot name an object: rules call segments and lists so. Choose another name.")]
    public void AnObjectThatCannotBe_IsToldByTheNameThatIsWrong(string name, string? plural, string message) =>
        Assert.Equal(message, Assert.Throws<SchemaException>(() => CrmSchema.Standard.WithObject(name, plural)).Message);
}
