import Jar.Chain.HostCalls.General
import Jar.Chain.Protocol

/-!
# The Is-Authorized invocation

Ψ_I of Gray Paper 0.7.2, appendix B.2, with the authorization code of section 14.3.
-/
namespace Jar.Chain

open HostCalls

/-- 𝔼 of what an invocation gave. -/
def Returned.workResult : Returned → WorkResult
  | .octets output => .ok output
  | .panic => .error .panic
  | .outOfGas => .error .outOfGas

/-- F: `gas` and `fetch`. -/
def authorizeHost (source : FetchSource) : Host Unit := fun number machine context =>
  paid machine context fun machine =>
    match HostCall.find? number HostCall.jam with
    | some .gas => { outcome := gas machine, context }
    | some .fetch => { outcome := fetch source machine, context }
    | _ => { outcome := answerUnknown machine, context }

/-- p_𝐮: the authorization code, as the lookup anchor knows it. -/
def authorizationCode (services : Services) (package : WorkPackage) : Option ByteArray :=
  match services.find? package.authCodeHost with
  | some account => (Account.historicalLookup account package.context.lookupAnchorSlot package.authCodeHash).bind Account.codeIn
  | none => none

/-- Ψ_I: the authorizer's trace, or why there is none, and the gas used. -/
def isAuthorized (protocol : Protocol) (services : Services) (package : WorkPackage) (core : CoreIndex) : WorkResult × Gas :=
  let p := protocol.params
  match authorizationCode services package with
  | none => (.error .badCode, 0)
  | some code =>
    if p.authorizationCodeSize.toNat < code.size then (.error .codeOversize, 0)
    else
      let source : FetchSource := { parameters := Params.codec.encode p, package := some (package, WorkPackage.codec.encode package) }
      let invoked := invokeWithHost protocol.machine code 0 p.authorizationGas (Codec.word16.encode core) (authorizeHost source) ()
      (invoked.returned.workResult, invoked.gasUsed)

end Jar.Chain
