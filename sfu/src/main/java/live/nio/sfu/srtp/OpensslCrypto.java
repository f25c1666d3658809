package live.nio.sfu.srtp;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.ref.Reference;
import java.nio.ByteOrder;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// OpenSSL 3 through the Foreign Function and Memory API.
///
/// Pointers go in and out as `long`, and every call is *critical* (no state transition of the
/// thread; none runs longer than a microsecond or two), so that a packet costs no allocation and
/// little more than from C.
final class OpensslCrypto extends SrtpCrypto {
  private static final int GET_TAG = 0x10;
  private static final int SET_TAG = 0x11;

  private static final ValueLayout.OfLong BE_LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfInt BE_INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  // Handles are constants only as static finals, and only constants are inlined.
  private static final @Nullable SymbolLookup LIBRARY = library();
  private static final MethodHandle AES_128_GCM = call("EVP_aes_128_gcm", JAVA_LONG);
  private static final MethodHandle AES_128_CTR = call("EVP_aes_128_ctr", JAVA_LONG);
  private static final MethodHandle SHA1 = call("EVP_sha1", JAVA_LONG);
  private static final MethodHandle CONTEXT_NEW = call("EVP_CIPHER_CTX_new", JAVA_LONG);
  private static final MethodHandle CONTEXT_FREE = callVoid("EVP_CIPHER_CTX_free", JAVA_LONG);
  private static final MethodHandle INIT =
      call(
          "EVP_CipherInit_ex",
          JAVA_INT,
          JAVA_LONG,
          JAVA_LONG,
          JAVA_LONG,
          JAVA_LONG,
          JAVA_LONG,
          JAVA_INT);
  private static final MethodHandle UPDATE =
      call("EVP_CipherUpdate", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT);
  private static final MethodHandle FINAL =
      call("EVP_CipherFinal_ex", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG);
  private static final MethodHandle CONTROL =
      call("EVP_CIPHER_CTX_ctrl", JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG);
  private static final MethodHandle HMAC_NEW = call("HMAC_CTX_new", JAVA_LONG);
  private static final MethodHandle HMAC_FREE = callVoid("HMAC_CTX_free", JAVA_LONG);
  private static final MethodHandle HMAC_INIT =
      call("HMAC_Init_ex", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG);
  private static final MethodHandle HMAC_UPDATE =
      call("HMAC_Update", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG);
  private static final MethodHandle HMAC_FINAL =
      call("HMAC_Final", JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG);

  private OpensslCrypto() {}

  static Optional<SrtpCrypto> load() {
    if (LIBRARY == null) {
      return Optional.empty();
    }
    try {
      OpensslCrypto crypto = new OpensslCrypto();
      for (SrtpProfile profile : SrtpProfile.values()) {
        byte[] key = new byte[profile.keyLength()];
        byte[] salt = new byte[profile.saltLength()];
        crypto.cipher(SessionKeys.derive(profile, key, salt, true)).close();
      }
      return Optional.of(crypto);
    } catch (UnsatisfiedLinkError | IllegalStateException e) {
      return Optional.empty();
    }
  }

  @SuppressWarnings("restricted") // Native access is what this class is for.
  private static @Nullable SymbolLookup library() {
    for (String name : new String[] {"libcrypto.so.3", "libcrypto.3.dylib"}) {
      try {
        return SymbolLookup.libraryLookup(name, Arena.global());
      } catch (IllegalArgumentException | IllegalCallerException e) {
        // Not on this machine, or native access is denied: the next, or JCE.
      }
    }
    return null;
  }

  private static MethodHandle call(String name, MemoryLayout result, MemoryLayout... parameters) {
    return handle(name, FunctionDescriptor.of(result, parameters));
  }

  private static MethodHandle callVoid(String name, MemoryLayout... parameters) {
    return handle(name, FunctionDescriptor.ofVoid(parameters));
  }

  @SuppressWarnings("restricted")
  private static MethodHandle handle(String name, FunctionDescriptor descriptor) {
    Linker linker = Linker.nativeLinker();
    return Optional.ofNullable(LIBRARY)
        .flatMap(library -> library.find(name))
        .map(symbol -> linker.downcallHandle(symbol, descriptor, Linker.Option.critical(false)))
        .orElseGet(() -> missing(name, descriptor));
  }

  private static MethodHandle missing(String name, FunctionDescriptor descriptor) {
    MethodHandle thrower =
        MethodHandles.throwException(
            descriptor.toMethodType().returnType(), UnsatisfiedLinkError.class);
    return MethodHandles.dropArguments(
        thrower.bindTo(new UnsatisfiedLinkError(name)),
        0,
        descriptor.toMethodType().parameterList());
  }

  @Override
  public String name() {
    return "openssl";
  }

  @Override
  PacketCipher cipher(SessionKeys keys) {
    return keys.profile() == SrtpProfile.AEAD_AES_128_GCM ? new Gcm(keys) : new Counter(keys);
  }

  /// What both modes share: a cipher context, a nonce, room for packets that come in heap arrays.
  private abstract static class NativeCipher extends PacketCipher {
    private static final int IV = 0;
    private static final int WORD = 16;
    private static final int LENGTH = 24;
    private static final int DIGEST = 32;
    private static final int SMALL = 64;

    final MemorySegment small = Arena.ofAuto().allocate(SMALL, 16);
    final long iv = small.address() + IV;
    final long word = small.address() + WORD;
    final long outLength = small.address() + LENGTH;
    final long digest = small.address() + DIGEST;
    private @Nullable MemorySegment scratch;
    long context;

    NativeCipher(SessionKeys keys) {
      super(keys);
    }

    final void prepare(MethodHandle algorithm, byte[] key) {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment copy = arena.allocateFrom(JAVA_BYTE, key);
        context = (long) CONTEXT_NEW.invokeExact();
        check(
            (int)
                INIT.invokeExact(
                    context, (long) algorithm.invokeExact(), 0L, copy.address(), 0L, 1));
        copy.fill((byte) 0);
      } catch (Throwable e) {
        throw unexpected(e);
      }
    }

    static void check(int result) {
      if (result != 1) {
        throw new IllegalStateException("libcrypto refused");
      }
    }

    static RuntimeException unexpected(Throwable e) {
      if (e instanceof Error error) {
        throw error;
      }
      throw e instanceof RuntimeException runtime ? runtime : new IllegalStateException(e);
    }

    final MemorySegment scratch() {
      MemorySegment existing = scratch;
      if (existing == null) {
        existing = Arena.ofAuto().allocate(MAX_PACKET, 64);
        scratch = existing;
      }
      return existing;
    }

    final void writeIv(long ssrc, long index) {
      small.set(BE_LONG, IV, ivHigh(ssrc, index));
      small.set(BE_LONG, IV + 8, ivLow(ssrc, index));
    }

    final void writeWord(int trailer) {
      small.set(BE_INT, WORD, trailer);
    }

    final void open() {
      if (context == 0) {
        throw new IllegalStateException("closed");
      }
    }

    @Override
    final void protect(
        byte[] buffer,
        int at,
        int clear,
        int length,
        int tagAt,
        long ssrc,
        long index,
        int trailer) {
      MemorySegment copy = scratch();
      MemorySegment.copy(buffer, at, copy, JAVA_BYTE, 0, length);
      protect(copy, 0, clear, length, tagAt, ssrc, index, trailer);
      MemorySegment.copy(copy, JAVA_BYTE, clear, buffer, at + clear, length - clear);
      MemorySegment.copy(copy, JAVA_BYTE, tagAt, buffer, at + tagAt, tagLength());
    }

    @Override
    final boolean unprotect(
        byte[] buffer,
        int at,
        int clear,
        int length,
        int tagAt,
        long ssrc,
        long index,
        int trailer) {
      MemorySegment copy = scratch();
      MemorySegment.copy(buffer, at, copy, JAVA_BYTE, 0, length);
      MemorySegment.copy(buffer, at + tagAt, copy, JAVA_BYTE, tagAt, tagLength());
      if (!unprotect(copy, clear, length, tagAt, ssrc, index, trailer)) {
        return false;
      }
      MemorySegment.copy(copy, JAVA_BYTE, clear, buffer, at + clear, length - clear);
      return true;
    }

    abstract boolean unprotect(
        MemorySegment memory, int clear, int length, int tagAt, long ssrc, long index, int trailer);

    @Override
    public void close() {
      if (context != 0) {
        try {
          CONTEXT_FREE.invokeExact(context);
        } catch (Throwable e) {
          throw unexpected(e);
        }
        context = 0;
      }
    }
  }

  private static final class Gcm extends NativeCipher {
    Gcm(SessionKeys keys) {
      super(keys);
      prepare(AES_128_GCM, keys.encryption());
    }

    private void start(long address, int clear, long ssrc, long index, int trailer, int encrypt)
        throws Throwable {
      open();
      writeIv(ssrc, index);
      check((int) INIT.invokeExact(context, 0L, 0L, 0L, iv, encrypt));
      check((int) UPDATE.invokeExact(context, 0L, outLength, address, clear));
      if (hasTrailer()) {
        writeWord(trailer);
        check((int) UPDATE.invokeExact(context, 0L, outLength, word, 4));
      }
    }

    @Override
    void protect(
        MemorySegment memory,
        long at,
        int clear,
        int length,
        int tagAt,
        long ssrc,
        long index,
        int trailer) {
      long address = memory.address() + at;
      long text = address + clear;
      try {
        start(address, clear, ssrc, index, trailer, 1);
        check((int) UPDATE.invokeExact(context, text, outLength, text, length - clear));
        check((int) FINAL.invokeExact(context, address + length, outLength));
        check((int) CONTROL.invokeExact(context, GET_TAG, tagLength(), address + tagAt));
      } catch (Throwable e) {
        throw unexpected(e);
      } finally {
        Reference.reachabilityFence(memory);
      }
    }

    @Override
    boolean unprotect(
        MemorySegment memory,
        int clear,
        int length,
        int tagAt,
        long ssrc,
        long index,
        int trailer) {
      long address = memory.address();
      long text = address + clear;
      try {
        start(address, clear, ssrc, index, trailer, 0);
        check((int) CONTROL.invokeExact(context, SET_TAG, tagLength(), address + tagAt));
        check((int) UPDATE.invokeExact(context, text, outLength, text, length - clear));
        return (int) FINAL.invokeExact(context, address + length, outLength) == 1;
      } catch (Throwable e) {
        throw unexpected(e);
      }
    }
  }

  private static final class Counter extends NativeCipher {
    private long hmac;

    Counter(SessionKeys keys) {
      super(keys);
      prepare(AES_128_CTR, keys.encryption());
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment key = arena.allocateFrom(JAVA_BYTE, keys.authentication());
        hmac = (long) HMAC_NEW.invokeExact();
        check(
            (int)
                HMAC_INIT.invokeExact(
                    hmac, key.address(), (int) key.byteSize(), (long) SHA1.invokeExact(), 0L));
        key.fill((byte) 0);
      } catch (Throwable e) {
        throw unexpected(e);
      }
    }

    private void crypt(long text, int length, long ssrc, long index) throws Throwable {
      open();
      writeIv(ssrc, index);
      check((int) INIT.invokeExact(context, 0L, 0L, 0L, iv, 1));
      check((int) UPDATE.invokeExact(context, text, outLength, text, length));
    }

    private void authenticate(long address, int length, int trailer) throws Throwable {
      open();
      writeWord(trailer);
      check((int) HMAC_INIT.invokeExact(hmac, 0L, 0, 0L, 0L));
      check((int) HMAC_UPDATE.invokeExact(hmac, address, (long) length));
      check((int) HMAC_UPDATE.invokeExact(hmac, word, 4L));
      check((int) HMAC_FINAL.invokeExact(hmac, digest, outLength));
    }

    @Override
    void protect(
        MemorySegment memory,
        long at,
        int clear,
        int length,
        int tagAt,
        long ssrc,
        long index,
        int trailer) {
      long address = memory.address() + at;
      try {
        crypt(address + clear, length - clear, ssrc, index);
        authenticate(address, length, trailer);
        MemorySegment.copy(small, NativeCipher.DIGEST, memory, at + tagAt, tagLength());
      } catch (Throwable e) {
        throw unexpected(e);
      }
    }

    @Override
    boolean unprotect(
        MemorySegment memory,
        int clear,
        int length,
        int tagAt,
        long ssrc,
        long index,
        int trailer) {
      long address = memory.address();
      try {
        authenticate(address, length, trailer);
        int difference = 0;
        for (int i = 0; i < tagLength(); i++) {
          difference |=
              small.get(JAVA_BYTE, NativeCipher.DIGEST + i) ^ memory.get(JAVA_BYTE, tagAt + i);
        }
        if (difference != 0) {
          return false;
        }
        crypt(address + clear, length - clear, ssrc, index);
        return true;
      } catch (Throwable e) {
        throw unexpected(e);
      }
    }

    @Override
    public void close() {
      super.close();
      if (hmac != 0) {
        try {
          HMAC_FREE.invokeExact(hmac);
        } catch (Throwable e) {
          throw unexpected(e);
        }
        hmac = 0;
      }
    }
  }
}
