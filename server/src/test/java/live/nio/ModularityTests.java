package live.nio;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import live.nio.platform.Access;

/// The picture in docs/ARCHITECTURE.md, as a test.
@AnalyzeClasses(packages = "live.nio", importOptions = ImportOption.DoNotIncludeTests.class)
class ModularityTests {

  @ArchTest
  static final ArchRule dependenciesPointOneWay =
      layeredArchitecture()
          .consideringOnlyDependenciesInAnyPackage(
              "live.nio.platform..",
              "live.nio.mail..",
              "live.nio.identity..",
              "live.nio.realtime..",
              "live.nio.stream..",
              "live.nio.profile..",
              "live.nio.notify..",
              "live.nio.banner..",
              "live.nio.wallet..",
              "live.nio.chat..",
              "live.nio.payment..",
              "live.nio.demo..")
          .layer("platform")
          .definedBy("live.nio.platform..")
          .layer("mail")
          .definedBy("live.nio.mail..")
          .layer("identity")
          .definedBy("live.nio.identity..")
          .layer("realtime")
          .definedBy("live.nio.realtime..")
          .layer("stream")
          .definedBy("live.nio.stream..")
          .layer("profile")
          .definedBy("live.nio.profile..")
          .layer("notify")
          .definedBy("live.nio.notify..")
          .layer("banner")
          .definedBy("live.nio.banner..")
          .layer("wallet")
          .definedBy("live.nio.wallet..")
          .layer("chat")
          .definedBy("live.nio.chat..")
          .layer("payment")
          .definedBy("live.nio.payment..")
          .layer("demo")
          .definedBy("live.nio.demo..")
          .whereLayer("demo")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("chat")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("payment")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("wallet")
          .mayOnlyBeAccessedByLayers("chat", "payment")
          .whereLayer("stream")
          .mayOnlyBeAccessedByLayers("profile", "notify", "wallet", "chat")
          .whereLayer("profile")
          .mayOnlyBeAccessedByLayers("notify", "chat")
          .whereLayer("notify")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("banner")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("realtime")
          .mayOnlyBeAccessedByLayers("stream", "profile", "notify", "wallet", "chat")
          .whereLayer("mail")
          .mayOnlyBeAccessedByLayers("identity")
          .whereLayer("identity")
          .mayOnlyBeAccessedByLayers(
              "realtime", "stream", "profile", "notify", "wallet", "chat", "payment");

  @ArchTest
  static final ArchRule theRootOfIdentityKnowsNoWayInOfItsOwn =
      noClasses()
          .that()
          .resideInAPackage("live.nio.identity")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("live.nio.identity.*..");

  @ArchTest
  static final ArchRule onlyRealtimeKnowsSocketIo =
      classes()
          .that(resideInAPackage("live.nio.socketio.."))
          .should()
          .onlyHaveDependentClassesThat()
          .resideInAnyPackage("live.nio.socketio..", "live.nio.realtime..");

  @ArchTest
  static final ArchRule everyRestMethodSaysWhoMayCallIt =
      methods()
          .that()
          .areAnnotatedWith(GET.class)
          .or()
          .areAnnotatedWith(POST.class)
          .or()
          .areAnnotatedWith(PUT.class)
          .or()
          .areAnnotatedWith(PATCH.class)
          .or()
          .areAnnotatedWith(DELETE.class)
          .should()
          .beAnnotatedWith(Access.class);
}
