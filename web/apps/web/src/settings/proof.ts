import { createContext, useContext } from 'react';

/** The person did not prove who they are: what they wanted is off, and there is nothing to complain about. */
export class ProofRefused extends Error {
  override readonly name = 'ProofRefused';
}

/**
 * Does `work`; when the server wants to be sure who is there first, asks the person to prove it and does it again. Rejects
 * with {@link ProofRefused} when they do not.
 */
export type WithProof = <T>(work: () => Promise<T>) => Promise<T>;

export const ProofContext = createContext<WithProof>((work) => work());

/** What {@link WithProof} says. */
export function useProof(): WithProof {
  return useContext(ProofContext);
}
