# Reads the drawings of a folder as other programs would: by the schemas of the standard, and by an engine that builds each
# process and, where its steps stand in a row, works it from start to end. Prints what is wrong, one line a fault, then how
# many were read and how many were worked.
import os
import sys

from lxml import etree
import SpiffWorkflow.bpmn.parser
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

MODEL = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
IN_A_ROW = ["startEvent", "userTask", "endEvent"]
NODES = IN_A_ROW + [
    "exclusiveGateway",
    "parallelGateway",
    "inclusiveGateway",
    "intermediateCatchEvent",
    "boundaryEvent",
    "subProcess",
    "callActivity",
]


def schema():
    folder = os.path.join(os.path.dirname(SpiffWorkflow.bpmn.parser.__file__), "schema")
    return etree.XMLSchema(etree.parse(os.path.join(folder, "BPMN20.xsd")))


# The engine has no compensation; the schema has seen it.
def without_compensation(process):
    for event in list(process.iter(MODEL + "boundaryEvent")):
        if event.find(MODEL + "compensateEventDefinition") is not None:
            event.getparent().remove(event)
    for task in list(process.iter(MODEL + "userTask")):
        if task.get("isForCompensation") == "true":
            task.getparent().remove(task)
    for association in list(process.iter(MODEL + "association")):
        association.getparent().remove(association)


def nodes(process, names):
    return [child.get("id") for child in process if child.tag in [MODEL + name for name in names]]


def worked(spec):
    workflow, done = BpmnWorkflow(spec), []
    workflow.do_engine_steps()
    while not workflow.is_completed():
        step = workflow.get_tasks(state=TaskState.READY, manual=True)[0]
        step.run()
        done.append(step.task_spec.bpmn_id)
        workflow.do_engine_steps()
    return done


def read(path, standard):
    tree = etree.parse(path)
    if not standard.validate(tree):
        raise ValueError(f"line {standard.error_log[0].line}: {standard.error_log[0].message}")
    process = tree.find(MODEL + "process")
    without_compensation(process)
    parser = BpmnParser()
    parser.add_bpmn_xml(tree)
    spec = parser.get_spec(process.get("id"))
    built = {task.bpmn_id for task in spec.task_specs.values()}
    lost = [node for node in nodes(process, NODES) if node not in built]
    if lost:
        raise ValueError(f"the engine does not reach {', '.join(lost)}")
    if nodes(process, NODES) != nodes(process, IN_A_ROW):
        return 0
    done, drawn = worked(spec), nodes(process, ["userTask"])
    if done != drawn:
        raise ValueError(f"the engine does {done}, drawn is {drawn}")
    return 1


def main(folder):
    standard, names, in_a_row, faults = schema(), sorted(os.listdir(folder)), 0, 0
    for name in names:
        try:
            in_a_row += read(os.path.join(folder, name), standard)
        except Exception as fault:
            faults += 1
            print(f"{name}: {type(fault).__name__}: {fault}")
    print(f"{len(names)} read, {in_a_row} worked")
    sys.exit(1 if faults else 0)


main(sys.argv[1])
