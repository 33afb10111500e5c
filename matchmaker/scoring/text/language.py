"""Which words only hold a sentence together, and which language a text is written in."""

from typing import Literal

from matchmaker.scoring.text.clean import clean, fold, folded
from matchmaker.scoring.text.tokens import words

Language = Literal["de", "en"]

_WRITTEN = folded(
    """
    aber alle allem allen aller alles als also am an andere anderen anderer anderes anders auch
    auf aus außer außerdem bald bei beim bereits besonders bevor bin bis bisher bitte brauche
    brauchen braucht bzw da dabei dadurch dafür dagegen daher damit danach daneben dann daran
    darauf daraus darin darüber darum das dass daß davon davor dazu dein deine deiner dem den
    denen denn dennoch der deren des deshalb dessen deswegen die dies diese diesem diesen dieser
    dieses doch dort dreimal drittens du durch dürfen ebenfalls ebenso eher eigen eigene eigenen
    eigener eigenes eigentlich ein eine einem einen einer eines einfach einig einige einigen
    einiges einmal er erstens es etwa etwas euch euer eure fast für ganz gar geben gegen gehen
    geht genau gern gerne gewesen gibt ging gleich gut gute guten guter gutes habe haben hat
    hatte hatten hier hin hinter höchstens ich ihm ihn ihnen ihr ihre ihrem ihren ihrer ihres im
    immer in indem ins ist ja je jede jedem jeden jeder jedes jedoch jemand jetzt jeweils kann
    kaum kein keine keinem keinen keiner keines können könnte könnten lassen leider lieber mag
    mal man manche manchmal mehr mein meine meinem meinen meiner mich mindestens mir mit möchte
    möchten mögen muss müssen nach nachdem nämlich neben nein nicht nichts nie niemand noch nun
    nur ob obwohl oder oft ohne per pro schließlich schon sehr sein seine seinem seinen seiner
    seit selber selbst sich sie sind so sodass sogar solche solchen soll sollen sollte sollten
    sondern sonst soweit sowie sowohl statt stets suche suchen sucht trotz trotzdem über
    überhaupt um und uns unser unsere unserem unseren unserer unseres unter usw viel viele
    vielen vieler viertens vom von vor während war wäre waren warum was weder wegen weil weiter
    weitere weiteren welche welchen welcher welches wenig wenige wenn wer werde werden weshalb
    wie wieder wieso will wir wird wo wobei wohl wollen wollte worden wurde würde würden wurden
    ziemlich zu zudem zum zumindest zunächst zur zwar zweimal zweitens zwischen
    """
)

_SPOKEN = folded(
    """
    allweil amal ame amigs amoi amol au aufm ausm beim bißchen bisle bisschen bissel bisserl
    bissl bitzeli blots brauch brauchadn brauchan brauchat brauchma brauchn bräucht bräuchtn
    chan chasch chli chönd chönne chunnt chunt danke dat dees des det dit dn dor dr drauf drin
    drinna drüba eahm eana eba echli eh eich euse eusi fei fürn gaht gann gehts geiht gell
    gibts gids gifft gits gönd gönn gor hab habma hallo halt ham hamm hamma hatt hätt hättma
    hättn hebben hebbt hend hett hod hods hoid hoit hom hots ick ik imma irgendwas irgendwer
    irgendwie isch isses jeda jedn jo ka kee keen keene keener kei kenna kinnan koa koan koana
    koane koaner koans koi konn köönt kümmt kunnt kunntn ma mecht mer mia mias miassn mitm
    möcht möchtn moin muas mutt na naja ne ned nedd nem nen ner net nich nid nimma nimmer nisch
    nischt nit nix nomoi nu nüscht nüschte nüüt oba och ohnehin ois öisi oiwei ok okay ollas
    olle ooch ook öppe öpper öppis owa sama samma san scho schöllt servus sin soi soin söled
    sone sonen sötted sowas such suchn sünd tuan tuns tuts un uff unsa unsre untn üsi usw
    ut vun wämer wär warat waratn warens wärn wars wat wead weer wemmer werd wern wi wia wiar wies
    woiln woin woll wollma wolln wönd wos wott wui wull wüllt
    """
)
"""How people say the same in a hurry, and in the dialects of the south, the east and the north."""

_ENGLISH = folded(
    """
    a about above after again all also although always am an and any anyone are around as at be
    because been before being below between both but by can cannot could did do does doing don
    down during each either else etc even ever every everyone few for from further get gets give
    gives had has have having he her here hers him his how however i if in into is isn it its
    itself just let like looking lot made make makes many may me might mine more most much must my
    myself need needs neither never no nor not now of off often on once one only or other others
    our ours out over own per please quite rather really same seek seeking she should since so
    some someone something sometimes still such than that the their theirs them then there these
    they thing things this those though through to together too under until up upon us use used
    uses using very via want wants was we well were what when where whether which while who whom
    whose why will with within without would yet you your yours
    """
)

_GERMAN = _WRITTEN | _SPOKEN
_STOP = _GERMAN | _ENGLISH
_ONLY_GERMAN = _GERMAN - _ENGLISH
_ONLY_ENGLISH = _ENGLISH - _GERMAN


def is_stop_word(word: str) -> bool:
    """True for folded words of either language without a topic of their own."""
    return word in _STOP


def language_of(text: str) -> Language:
    """The language with more of its own function words; German when in doubt.

    >>> language_of("We are looking for a designer"), language_of("Logo")
    ('en', 'de')
    """
    vote = 0
    for word in words(clean(text)):
        plain = fold(word)
        vote += (plain in _ONLY_ENGLISH) - (plain in _ONLY_GERMAN)
    return "en" if vote > 0 else "de"
