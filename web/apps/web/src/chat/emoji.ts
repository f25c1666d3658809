/** An emoji and what it is found by: words of both languages, the first of each is its name. */
export interface Emoji {
  readonly emoji: string;
  readonly words: readonly string[];
}

const TABLE = `
😀 grin smile happy улыбка радость смех
😂 laugh tears joy lol смех слёзы ржу
🤣 rofl rolling laugh хохот смех ржу
😊 blush smile happy смущение улыбка
😍 heart-eyes love восторг любовь влюблён
🥰 adore love hearts обожание любовь
😘 kiss поцелуй чмок
😎 cool sunglasses круто очки
🤩 star-struck wow звёзды восторг вау
🥳 party celebrate праздник вечеринка
😉 wink подмигивание
😋 yum tasty вкусно
😜 tongue joke язык шутка
🤪 zany crazy безумие
🤗 hug объятие обнимаю
🤔 think hmm раздумье думаю хм
🤨 eyebrow doubt сомнение бровь
😐 neutral meh нейтрально
🙄 eyeroll закатываю глаза
😏 smirk ухмылка
😬 grimace awkward неловко
😴 sleep tired сон сплю
🥱 yawn bored зевота скучно
😌 relief calm облегчение спокойно
😔 sad pensive грусть печаль
😢 cry sad tear слеза плачу грусть
😭 sob cry рыдаю плачу
😱 scream shock крик ужас шок
😮 wow surprise удивление ого
🤯 mindblown shock взрыв шок
😳 flushed embarrassed смущение краснею
🥺 please puppy мольба пожалуйста
😡 angry mad злость
🤬 swear rage ругань злость
😤 triumph huff пыхчу
🤒 ill sick болезнь градусник
🤢 sick nausea тошнота
🥶 cold freeze холод мороз
🥵 hot heat жара жарко
😇 angel innocent ангел
🤡 clown клоун
👻 ghost привидение призрак
💀 skull dead череп умер
👽 alien инопланетянин
🤖 robot робот
💩 poop какашка
😺 cat smile кот котик
🙈 monkey see-no-evil обезьяна стыдно
👍 thumbsup yes like лайк да палец
👎 thumbsdown no дизлайк нет
👌 ok fine окей хорошо
✌️ peace victory мир победа
🤞 luck fingers удача пальцы
🤘 rock horns рок коза
🤙 call shaka позвони
👋 wave hello hi привет машу пока
👏 clap bravo аплодисменты браво хлопаю
🙌 hooray hands ура руки
🙏 thanks pray please спасибо молитва
🤝 handshake deal рукопожатие договор
💪 strong muscle сила мышцы
👀 eyes look глаза смотрю
🫶 heart-hands love сердце руками
🤷 shrug dunno пожимаю не-знаю
🤦 facepalm рукалицо
❤️ heart love red сердце любовь
🧡 orange-heart сердце оранжевое
💛 yellow-heart сердце жёлтое
💚 green-heart сердце зелёное
💙 blue-heart сердце синее
💜 purple-heart сердце фиолетовое
🖤 black-heart сердце чёрное
💔 broken-heart разбитое сердце
💯 hundred perfect сто идеально
🔥 fire lit hot огонь жара
✨ sparkles shine блеск искры
⭐ star звезда
🌟 glow star звезда сияние
⚡ lightning power молния
💥 boom explosion взрыв бум
🎉 tada party celebrate праздник ура
🎊 confetti конфетти
🎁 gift present подарок
🎂 cake birthday торт день-рождения
🎈 balloon шарик
🏆 trophy win кубок победа
🥇 gold first золото первый
🎯 target bullseye цель мишень
🎮 game controller игра геймпад
🎲 dice кубик
🎵 note music нота музыка
🎶 notes music ноты музыка
🎤 microphone sing микрофон пою
🎧 headphones наушники
🎸 guitar гитара
🎹 piano keys пианино
🥁 drum барабан
🎻 violin скрипка
🎨 art paint искусство рисую
🎬 film clapper кино
📷 camera photo камера фото
💡 idea light идея лампочка
📚 books read книги
💻 laptop computer ноутбук
📱 phone телефон
⏰ alarm time будильник время
✅ done check yes готово да
❌ no cross нет крест
❓ question вопрос
❗ exclamation важно восклицание
💤 zzz sleep сон
☀️ sun солнце
🌙 moon night луна ночь
🌈 rainbow радуга
☁️ cloud облако
🌧️ rain дождь
❄️ snow снег снежинка
⛄ snowman снеговик
🌊 wave sea волна море
🌸 blossom flower цветок сакура
🌹 rose роза
🌻 sunflower подсолнух
🌲 tree ёлка дерево
🍀 clover luck клевер удача
🐶 dog собака пёс
🐱 cat кошка кот
🐭 mouse мышь
🐰 rabbit кролик заяц
🦊 fox лиса
🐻 bear медведь
🐼 panda панда
🐯 tiger тигр
🦁 lion лев
🐸 frog лягушка
🐵 monkey обезьяна
🐔 chicken курица
🐧 penguin пингвин
🦄 unicorn единорог
🐝 bee пчела
🦋 butterfly бабочка
🐢 turtle черепаха
🐙 octopus осьминог
🐬 dolphin дельфин
🍎 apple яблоко
🍌 banana банан
🍓 strawberry клубника
🍉 watermelon арбуз
🍕 pizza пицца
🍔 burger бургер
🍟 fries картошка
🌮 taco тако
🍣 sushi суши
🍿 popcorn попкорн
🍩 donut пончик
🍪 cookie печенье
🍫 chocolate шоколад
🍦 icecream мороженое
☕ coffee tea кофе чай
🍵 tea чай
🍺 beer пиво
🍷 wine вино
🥂 cheers toast чокаемся тост
⚽ football soccer футбол мяч
🏀 basketball баскетбол
🎾 tennis теннис
🏒 hockey хоккей
🚴 bike велосипед
🏃 run бегу
🚀 rocket launch ракета
✈️ plane travel самолёт
🚗 car машина
🏠 home house дом
🌍 earth world земля мир
🗺️ map карта
💰 money bag деньги
💎 gem diamond алмаз
👑 crown king корона
`;

/** Every emoji the picker offers, in the order it shows them. */
export const EMOJI: readonly Emoji[] = TABLE.trim()
  .split('\n')
  .map((row) => {
    const [emoji = '', ...words] = row.split(' ');
    return { emoji, words };
  });
