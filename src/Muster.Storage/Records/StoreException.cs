namespace Muster.Storage.Records;

/// <summary>The store cannot do what it was asked. The message is for people: what is wrong, and what to do.</summary>
public class StoreException(string message, Exception? innerException = null) : Exception(message, innerException);

/// <summary>Another process writes to the store. Reading is possible meanwhile.</summary>
public sealed class StoreInUseException(string message, Exception? innerException = null) : StoreException(message, innerException);
