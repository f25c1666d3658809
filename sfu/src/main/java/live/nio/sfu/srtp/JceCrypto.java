package live.nio.sfu.srtp;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// AES and HMAC of the JDK. On heap arrays: its intrinsics are slower on direct buffers.
final class JceCrypto extends SrtpCrypto {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  @Override
  public String name() {
    return "jce";
  }

  @Override
  PacketCipher cipher(SessionKeys keys) {
    try {
      return keys.profile() == SrtpProfile.AEAD_AES_128_GCM ? new Gcm(keys) : new Counter(keys);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK lacks what SRTP needs", e);
    }
  }

  private abstract static class HeapCipher extends PacketCipher {
    private final byte[] scratch = new byte[MAX_PACKET];

    HeapCipher(SessionKeys keys) {
      super(keys);
    }

    @Override
    final void protect(
        MemorySegment memory,
        long at,
        int clear,
        int length,
        int tagAt,
        long ssrc,
        long index,
        int trailer) {
      MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, at, scratch, 0, length);
      protect(scratch, 0, clear, length, tagAt, ssrc, index, trailer);
      MemorySegment.copy(scratch, clear, memory, ValueLayout.JAVA_BYTE, at + clear, length - clear);
      MemorySegment.copy(scratch, tagAt, memory, ValueLayout.JAVA_BYTE, at + tagAt, tagLength());
    }

    @Override
    public final void close() {
      // Nothing outside the heap.
    }
  }

  private static final class Gcm extends HeapCipher {
    private static final int TAG_BITS = 128;
    private final Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    private final SecretKeySpec key;
    private final byte[] iv = new byte[16];
    private final byte[] word = new byte[4];
    private final byte[] sealed = new byte[MAX_PACKET];

    Gcm(SessionKeys keys) throws GeneralSecurityException {
      super(keys);
      this.key = new SecretKeySpec(keys.encryption(), "AES");
    }

    private void start(
        int mode, byte[] buffer, int at, int clear, long ssrc, long index, int trailer)
        throws GeneralSecurityException {
      LONG.set(iv, 0, ivHigh(ssrc, index));
      LONG.set(iv, 8, ivLow(ssrc, index));
      cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, iv, 0, 12));
      cipher.updateAAD(buffer, at, clear);
      if (hasTrailer()) {
        INT.set(word, 0, trailer);
        cipher.updateAAD(word);
      }
    }

    @Override
    void protect(
        byte[] buffer,
        int at,
        int clear,
        int length,
        int tagAt,
        long ssrc,
        long index,
        int trailer) {
      try {
        start(Cipher.ENCRYPT_MODE, buffer, at, clear, ssrc, index, trailer);
        int text = length - clear;
        cipher.doFinal(buffer, at + clear, text, sealed, 0);
        System.arraycopy(sealed, 0, buffer, at + clear, text);
        System.arraycopy(sealed, text, buffer, at + tagAt, tagLength());
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    boolean unprotect(
        byte[] buffer,
        int at,
        int clear,
        int length,
        int tagAt,
        long ssrc,
        long index,
        int trailer) {
      try {
        start(Cipher.DECRYPT_MODE, buffer, at, clear, ssrc, index, trailer);
        int text = length - clear;
        System.arraycopy(buffer, at + clear, sealed, 0, text);
        System.arraycopy(buffer, at + tagAt, sealed, text, tagLength());
        // Not into the packet: what is forged would leave zeros there.
        cipher.doFinal(sealed, 0, text + tagLength(), sealed, 0);
        System.arraycopy(sealed, 0, buffer, at + clear, text);
        return true;
      } catch (AEADBadTagException e) {
        return false;
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static final class Counter extends HeapCipher {
    private final Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
    private final Mac mac = Mac.getInstance("HmacSHA1");
    private final SecretKeySpec key;
    private final byte[] iv = new byte[16];
    private final byte[] word = new byte[4];
    private final byte[] digest = new byte[mac.getMacLength()];

    Counter(SessionKeys keys) throws GeneralSecurityException {
      super(keys);
      this.key = new SecretKeySpec(keys.encryption(), "AES");
      mac.init(new SecretKeySpec(keys.authentication(), "HmacSHA1"));
    }

    private void crypt(byte[] buffer, int at, int clear, int length, long ssrc, long index)
        throws GeneralSecurityException {
      LONG.set(iv, 0, ivHigh(ssrc, index));
      LONG.set(iv, 8, ivLow(ssrc, index));
      cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(iv));
      cipher.doFinal(buffer, at + clear, length - clear, buffer, at + clear);
    }

    private void authenticate(byte[] buffer, int at, int length, int trailer)
        throws GeneralSecurityException {
      INT.set(word, 0, trailer);
      mac.update(buffer, at, length);
      mac.update(word);
      mac.doFinal(digest, 0);
    }

    @Override
    void protect(
        byte[] buffer,
        int at,
        int clear,
        int length,
        int tagAt,
        long ssrc,
        long index,
        int trailer) {
      try {
        crypt(buffer, at, clear, length, ssrc, index);
        authenticate(buffer, at, length, trailer);
        System.arraycopy(digest, 0, buffer, at + tagAt, tagLength());
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    boolean unprotect(
        byte[] buffer,
        int at,
        int clear,
        int length,
        int tagAt,
        long ssrc,
        long index,
        int trailer) {
      try {
        authenticate(buffer, at, length, trailer);
        int difference = 0;
        for (int i = 0; i < tagLength(); i++) {
          difference |= digest[i] ^ buffer[at + tagAt + i];
        }
        if (difference != 0) {
          return false;
        }
        crypt(buffer, at, clear, length, ssrc, index);
        return true;
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
